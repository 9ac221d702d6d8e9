/** A file that an emitter printed, before anything is on a disk. */
export interface EmittedFile {
  /** Relative to the application's directory, with `/`. */
  readonly path: string;
  readonly content: string;
  /** `specline`: regenerated each time. `user`: written only when it is missing, never read or rewritten again. */
  readonly owner: "specline" | "user";
  /** Other contents that Specline itself would print there: a user's file that is still one of them is renewed. */
  readonly replaces?: readonly string[];
}
