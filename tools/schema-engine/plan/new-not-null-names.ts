import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";
import { bareName, splitName } from "../sql/split-name";
import { quoted } from "./table-name";

/**
 * PostgreSQL 18 lets NOT NULL have a name, which engines leave out. That of a new table or column follows in the same plan; that of a column which
 * was there is given by the form of its `SET NOT NULL`. One that is inherited has its parent's.
 */
export function withNewNotNullNames(
  actions: readonly EngineAction[],
  from: CatalogSnapshot,
  to: CatalogSnapshot,
): readonly EngineAction[] {
  const columns = new Map(to.objects.filter(({ kind }) => kind === "column").map((one) => [one.name, one]));
  const before = new Set(from.objects.filter(({ kind }) => kind === "column").map(({ name }) => name));
  const renames = to.objects.flatMap((one) => {
    const column = columns.get(one.name);
    if (!isNamedNotNull(one) || column === undefined || before.has(one.name) || isFilledLater(column)) return [];
    const { owner, part } = splitName(one.name);
    const given = `${bareName(owner)}_${bareName(part)}_not_null`;
    if (Buffer.byteLength(given) > 63) return [];
    return [{ sql: `ALTER TABLE ${owner} RENAME CONSTRAINT ${quoted(given)} TO ${one.facts.name}` }];
  });
  return [...actions, ...renames];
}

/** By whoever wrote the schema: PostgreSQL names them `_not_null`, after columns that may have other names by now. */
export function isNamedNotNull({ kind, facts }: CatalogObject): boolean {
  return (
    kind === "not null constraint" &&
    facts["is inherited"] !== true &&
    !/ (NOT VALID|NO INHERIT)$/.test(String(facts.definition)) &&
    !/_not_null\d*"?$/.test(String(facts.name))
  );
}

/** A default that is computed for each row is filled in after the column is there, and NOT NULL comes last. */
function isFilledLater({ facts }: CatalogObject): boolean {
  return facts.identity !== undefined || String(facts.default ?? "").includes("(");
}
