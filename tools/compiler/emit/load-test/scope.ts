import type { Planning } from "./planning";
import type { Value } from "./value";

/** What a step can use: keys captured around it, by collection, and the body that was sent last. */
export interface Scope {
  readonly keys: ReadonlyMap<string, string>;
  readonly sent?: { readonly name: string; readonly value: Value };
}

/** The captured keys of a row and of all rows around it, the outermost first; empty: it was not captured. */
export function capturedKeys(planning: Planning, collection: string | undefined, scope: Scope): readonly string[] {
  if (collection === undefined) return [];
  const variable = scope.keys.get(collection);
  if (variable === undefined) return [];
  return [...capturedKeys(planning, planning.families.get(collection)?.parent, scope), variable];
}
