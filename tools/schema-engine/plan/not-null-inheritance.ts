import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { CatalogDifference } from "../../postgres/catalog-snapshot/compare-snapshots";
import { splitName } from "../sql/split-name";

/**
 * PostgreSQL 18 has `NOT NULL … NO INHERIT`, which engines take for a plain one. Statements that give the constraint what it lacks; one that is there
 * changes without a look at the rows (manual, ALTER TABLE, ALTER CONSTRAINT). Children keep theirs then, until they are dropped.
 * @returns none: nothing differs so
 */
export function notNullInheritance(
  differences: readonly CatalogDifference[],
  from: CatalogSnapshot,
  to: CatalogSnapshot,
): readonly string[] {
  const columns = differences.filter((one) => one.kind === "column" && one.change === "different");
  const parents = columns.filter((one) => one.facts.some(isInheritance)).flatMap(({ name }) => change(name, from, to));
  if (parents.length === 0) return [];
  const children = columns
    .filter((one) => one.facts.some(({ name, wanted }) => name === "is not null" && wanted === false))
    .map(({ name }) => `ALTER TABLE ${splitName(name).owner} ALTER COLUMN ${splitName(name).part} DROP NOT NULL`);
  return [...parents, ...children];
}

function isInheritance({ name, actual, wanted }: CatalogDifference["facts"][number]): boolean {
  return name === "not null holds" && [actual, wanted].every((one) => one === null || one === "not in children");
}

function change(column: string, from: CatalogSnapshot, to: CatalogSnapshot): readonly string[] {
  const { owner, part } = splitName(column);
  const [old, wanted] = [from, to].map(({ objects }) =>
    objects.find(({ kind, name }) => kind === "not null constraint" && name === column),
  );
  if (wanted === undefined) return [];
  const { name, definition } = wanted.facts;
  const how = / NO INHERIT\b/.test(String(definition)) ? "NO INHERIT" : "INHERIT";
  return old === undefined
    ? [
        `ALTER TABLE ${owner} ALTER COLUMN ${part} DROP NOT NULL`,
        `ALTER TABLE ${owner} ADD CONSTRAINT ${name} ${definition}`,
      ]
    : [`ALTER TABLE ${owner} ALTER CONSTRAINT ${old.facts.name} ${how}`];
}
