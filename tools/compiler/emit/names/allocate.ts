export interface Wish {
  /** Raw text of the spec. */
  readonly raw: string;
  readonly name: string;
}

/**
 * Gives each raw text a name of its own, also where letters' case does not count. A text that already is its name keeps
 * it; the others follow in order of code units, so that a new clash never renames what was clean.
 *
 * @param isFree says whether a name may be used at all
 */
export function allocate(
  wishes: readonly Wish[],
  suffix: string,
  isFree: (name: string) => boolean,
  taken: Set<string> = new Set(),
): ReadonlyMap<string, string> {
  const given = new Map<string, string>();
  for (const { raw, name } of [...wishes].sort(byCleanness)) {
    if (given.has(raw)) continue;
    let chosen = name;
    for (let count = 1; !isFree(chosen) || taken.has(chosen.toLowerCase()); count++) {
      chosen = `${name}${suffix}${count === 1 ? "" : count}`;
    }
    taken.add(chosen.toLowerCase());
    given.set(raw, chosen);
  }
  return given;
}

function byCleanness(a: Wish, b: Wish): number {
  const difference = Number(a.name !== a.raw) - Number(b.name !== b.raw);
  return difference || (a.raw < b.raw ? -1 : a.raw > b.raw ? 1 : 0);
}
