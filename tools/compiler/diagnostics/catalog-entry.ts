/** One kind of problem that a user's input can have. `{name}` in a text is filled from the arguments of a diagnostic. */
export interface CatalogEntry {
  readonly severity: "error" | "warning";
  /** What is wrong, and why it hurts. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}
