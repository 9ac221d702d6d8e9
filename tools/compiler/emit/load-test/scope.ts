import type { Family } from "./family";
import type { PathPiece, Source } from "./plan";
import type { Planning } from "./planning";
import type { Value } from "./value";

/** What a step can use: keys of the rows around it, by collection, and the body that was sent last. */
export interface Scope {
  readonly keys: ReadonlyMap<string, Source>;
  readonly sent?: { readonly name: string; readonly value: Value };
}

/** The keys in scope of a row and of all rows around it, the outermost first; fewer than its path has: it is not in scope. */
export function keysInScope(planning: Planning, collection: string | undefined, scope: Scope): readonly Source[] {
  if (collection === undefined) return [];
  const source = scope.keys.get(collection);
  if (source === undefined) return [];
  return [...keysInScope(planning, planning.families.get(collection)?.parent, scope), source];
}

/** The keys with which a create was called, by the collections that its own one is inside of: what it made is inside of the same rows. */
export function keysAround(
  planning: Planning,
  { parent }: Family,
  path: readonly PathPiece[],
): readonly (readonly [string, Source])[] {
  const sources = path.flatMap((piece) => (piece.kind === "key" ? [piece.source] : []));
  const collections: string[] = [];
  for (let key = parent; key !== undefined; key = planning.families.get(key)?.parent) collections.unshift(key);
  return sources.length === collections.length
    ? sources.map((source, index) => [collections[index] ?? "", source] as const)
    : [];
}
