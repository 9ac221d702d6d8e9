import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { CatalogDifference, DifferingFact } from "../../postgres/catalog-snapshot/compare-snapshots";
import type { EngineAction } from "../engine/schema-engine";
import { splitName } from "../sql/split-name";

/**
 * PostgreSQL 18 keeps whether a child has a NOT NULL of its own beside its parent's, and drops no inherited one (manual, ALTER TABLE). So a child's goes
 * before its parent gets the one that is to be alone, and a child that is to keep what its parent loses gets its own before, without a look at the rows.
 * @returns the actions with these before them; none: nothing differs so
 */
export function withOwnNotNull(
  actions: readonly EngineAction[],
  differences: readonly CatalogDifference[],
  from: CatalogSnapshot,
): readonly EngineAction[] {
  const isNamed = from.objects.some(({ kind }) => kind === "not null constraint");
  if (!isNamed) return [];
  const before = new Map(from.objects.filter(({ kind }) => kind === "column").map((one) => [one.name, one]));
  const first = differences
    .filter(({ kind, change }) => kind === "column" && change === "different")
    // One that is not to hold for the rows that are there is added after its parent's has gone (notNullForms).
    .filter(({ facts }) => !facts.some((one) => one.name === "not null holds" && one.wanted !== null))
    .flatMap(({ name, facts }) => facts.flatMap((fact) => statementOf(name, fact, before.get(name))))
    .filter((sql) => !actions.some((one) => one.sql === sql));
  return first.length === 0 ? [] : [...first.map((sql) => ({ sql })), ...actions];
}

function statementOf(
  name: string,
  { name: fact, actual, wanted }: DifferingFact,
  old: CatalogObject | undefined,
): readonly string[] {
  if (old?.facts["is not null"] !== true) return [];
  const { owner, part } = splitName(name);
  if (fact === "is not null" && wanted === true) return [`ALTER TABLE ${owner} ALTER COLUMN ${part} SET NOT NULL`];
  const isOwnAlone = old.facts["not null is local"] !== true;
  if (fact === "not null is local" && actual === true && isOwnAlone)
    return [`ALTER TABLE ${owner} ALTER COLUMN ${part} DROP NOT NULL`];
  return [];
}
