import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { CatalogDifference } from "../../postgres/catalog-snapshot/compare-snapshots";
import { splitName } from "../sql/split-name";
import { tablesBelow } from "./tables-below";

/**
 * PostgreSQL 18 has `NOT NULL … NO INHERIT` and `NOT NULL … NOT VALID`, which engines take for a plain one. Statements that give the constraint what it lacks:
 * one that is there gets other children without a look at the rows, and is validated while others read and write (manual, ALTER TABLE, ALTER CONSTRAINT,
 * VALIDATE CONSTRAINT). One that was valid is made again. What children have from their parents changes with those.
 * @returns none: nothing differs so
 */
export function notNullForms(
  differences: readonly CatalogDifference[],
  from: CatalogSnapshot,
  to: CatalogSnapshot,
): readonly string[] {
  const columns = differences.filter((one) => one.kind === "column" && one.change === "different");
  const changed = columns.filter((one) => one.facts.some(({ name }) => name === "not null holds"));
  const below = new Set(
    changed.flatMap(({ name }) => {
      const { owner, part } = splitName(name);
      return tablesBelow(owner, to).flatMap((table) => (table === owner ? [] : [`${table}.${part}`]));
    }),
  );
  const tops = changed.filter(({ name }) => !below.has(name)).flatMap((one) => change(one, from, to));
  if (tops.length === 0) return [];
  const freed = columns
    .filter((one) => one.facts.some(({ name, wanted }) => name === "is not null" && wanted === false))
    .map(({ name }) => `ALTER TABLE ${splitName(name).owner} ALTER COLUMN ${splitName(name).part} DROP NOT NULL`);
  return [...tops, ...freed];
}

function change({ name, facts }: CatalogDifference, from: CatalogSnapshot, to: CatalogSnapshot): readonly string[] {
  const { owner, part } = splitName(name);
  const [old, wanted] = [from, to].map(({ objects }) =>
    objects.find((one) => one.kind === "not null constraint" && one.name === name),
  );
  if (wanted === undefined) return [];
  const made = `ALTER TABLE ${owner} ADD CONSTRAINT ${wanted.facts.name} ${wanted.facts.definition}`;
  const free = `ALTER TABLE ${owner} ALTER COLUMN ${part} DROP NOT NULL`;
  const isGone = facts.some((one) => one.name === "is not null" && one.actual === false);
  if (isGone) return [made];
  const [before, after] = [formOf(old?.facts.definition), formOf(wanted.facts.definition)];
  if (before.isValid && !after.isValid) return [free, made];
  const holds = facts.find((one) => one.name === "not null holds");
  if (before.isValid && /rows that were there/.test(String(holds?.actual))) {
    const parent = remadeAbove(owner, part, to);
    return parent === undefined ? [] : [`ALTER TABLE ${owner} VALIDATE CONSTRAINT ${parent}`];
  }
  if (old === undefined) return [free, made];
  const constraint = String(old.facts.name);
  return [
    ...(before.isValid === after.isValid ? [] : [`ALTER TABLE ${owner} VALIDATE CONSTRAINT ${constraint}`]),
    ...(before.isInherited === after.isInherited
      ? []
      : [`ALTER TABLE ${owner} ALTER CONSTRAINT ${constraint} ${after.isInherited ? "INHERIT" : "NO INHERIT"}`]),
  ];
}

/** A parent's that was made again came to the child under its name, NOT VALID as well. */
function remadeAbove(table: string, column: string, to: CatalogSnapshot): string | undefined {
  const found = to.objects.find(({ kind, name, facts }) => {
    const { owner, part } = splitName(name);
    const isMade = kind === "not null constraint" && part === column && / NOT VALID$/.test(String(facts.definition));
    return isMade && owner !== table && tablesBelow(owner, to).includes(table);
  });
  return found && String(found.facts.name);
}

function formOf(definition: unknown): { readonly isValid: boolean; readonly isInherited: boolean } {
  return { isValid: !/ NOT VALID$/.test(String(definition)), isInherited: !/ NO INHERIT\b/.test(String(definition)) };
}
