import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { splitName } from "../sql/split-name";

/**
 * Tables that get or lose a parent keep their rows by `INHERIT` and `NO INHERIT` (PostgreSQL manual, ALTER TABLE). What a table has already stays its own
 * in it, so one that is to have columns or checks from its parent alone cannot get there.
 *
 * @param remade what the engine would drop and make again
 */
export function keepInheritance(
  remade: readonly string[],
  from: CatalogSnapshot,
  to: CatalogSnapshot,
): readonly (readonly string[])[] {
  return remade.map((name) => {
    const [old, next] = [parentsOf(name, from), parentsOf(name, to)];
    if (old === undefined || next === undefined) return [];
    const isOfParentAlone = to.objects.some(
      ({ kind, name: part, facts }) =>
        ["column", "constraint"].includes(kind) &&
        splitName(part).owner === name &&
        facts["is inherited"] === true &&
        facts["is local"] !== true &&
        !from.objects.some((one) => one.kind === kind && one.name === part && one.facts["is inherited"] === true),
    );
    if (isOfParentAlone) return [];
    return [
      ...old.filter((one) => !next.includes(one)).map((one) => `ALTER TABLE ${name} NO INHERIT ${one}`),
      ...next.filter((one) => !old.includes(one)).map((one) => `ALTER TABLE ${name} INHERIT ${one}`),
    ];
  });
}

/** `undefined`: it is no table, or a partition. */
function parentsOf(name: string, { objects }: CatalogSnapshot): readonly string[] | undefined {
  const table: CatalogObject | undefined = objects.find((one) => one.kind === "table" && one.name === name);
  if (table === undefined || table.facts["partition bound"] !== undefined) return undefined;
  return Array.isArray(table.facts.parents) ? table.facts.parents.map(String) : [];
}
