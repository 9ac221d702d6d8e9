// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: b5534d2fc8949ff4
/** A path in the language of a framework's router. */
export interface RouterPath {
  readonly text: string;
  /** Name that the router takes → name of the description, which may hold anything. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Values of path parameters by their names in the description. */
export function byOwnNames(
  { parameters }: RouterPath,
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string | undefined>> {
  const found = Object.create(null) as Record<string, string | undefined>;
  for (const [name, own] of parameters) {
    const value = values[name];
    if (typeof value === "string") found[own] = value;
  }
  return found;
}
