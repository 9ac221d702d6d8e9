import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";
import { splitName } from "../sql/split-name";

/**
 * Partitions and children may have a NOT NULL that their parents lack or have as well, which engines do not plan. PostgreSQL 18 drops no inherited one
 * and keeps whether it is the child's own, too (manual, ALTER TABLE): so a child's goes before its parent gets one that is to be alone, and what is to stay
 * when the parent's goes becomes its own before, without a look at the rows.
 */
export function withOwnNotNull(
  actions: readonly EngineAction[],
  from: CatalogSnapshot,
  to: CatalogSnapshot,
): readonly EngineAction[] {
  const [before, after] = [notNulls(from), notNulls(to)];
  // Before, PostgreSQL takes what partitions and children have along with their parents'.
  const isKept = to.objects.some(({ kind }) => kind === "not null constraint");
  // Its columns cannot lose theirs.
  const keys = new Set(
    [from, to].flatMap(({ objects }) => objects.filter(isPrimaryKey).map(({ name }) => splitName(name).owner)),
  );
  const hasKey = (table: string) => keys.has(table);
  const first: string[] = [];
  const last: string[] = [];
  for (const { kind, name, facts } of to.objects) {
    if (kind !== "column" || facts["is inherited"] !== true || facts["not null holds"] !== undefined) continue;
    const { owner, part } = splitName(name);
    const [old, next] = [before(owner, part), after(owner, part)];
    const alter = `ALTER TABLE ${owner} ALTER COLUMN ${part}`;
    const [set, drop] = [`${alter} SET NOT NULL`, `${alter} DROP NOT NULL`];
    if (next === "own" && old === "inherited") (isKept ? first : last).push(set);
    else if (next === "inherited" && old === "own" && isKept && before.isChild(owner) && !hasKey(owner))
      first.push(drop);
    else if (next === undefined && (old === "both" || (old === "inherited" && isKept && before.isPartition(owner)))) {
      // A key that the partition had makes the NOT NULL its own, too, which its parent's drop leaves there; where it is not, this does nothing.
      last.push(drop);
    }
    // What a child says itself, engines plan.
    else if (facts["is local"] === true) continue;
    else if (next === "own" && old !== "own" && old !== "both") last.push(set);
    else if (next === undefined && old === "own" && before.isChild(owner)) last.push(drop);
  }
  const done = new Set(actions.map(({ sql }) => sql));
  const added = (statements: readonly string[]) =>
    statements.filter((sql) => !done.has(sql)).map((sql): EngineAction => ({ sql }));
  return [...added(first), ...actions, ...added(last)];
}

type NotNull = "own" | "inherited" | "both" | undefined;

interface NotNulls {
  (table: string, column: string): NotNull;
  isChild(table: string): boolean;
  isPartition(table: string): boolean;
}

function isPrimaryKey({ kind, facts }: CatalogObject): boolean {
  return kind === "constraint" && String(facts.definition).startsWith("PRIMARY KEY");
}

function notNulls({ objects }: CatalogSnapshot): NotNulls {
  const columns = new Set(
    objects.flatMap(({ kind, name, facts }) => (kind === "column" && facts["is not null"] === true ? [name] : [])),
  );
  const both = new Set(objects.filter(({ kind }) => kind.startsWith("own not null")).map(({ name }) => name));
  const tables = new Map(objects.filter(({ kind }) => kind === "table").map((one) => [one.name, one]));
  const parentsOf = (table: CatalogObject | undefined) =>
    Array.isArray(table?.facts.parents) ? table.facts.parents.map(String) : [];
  const read = (table: string, column: string): NotNull => {
    const name = `${table}.${column}`;
    if (!columns.has(name)) return undefined;
    if (both.has(name)) return "both";
    return parentsOf(tables.get(table)).some((one) => columns.has(`${one}.${column}`)) ? "inherited" : "own";
  };
  const isChild = (table: string) => parentsOf(tables.get(table)).length > 0;
  const isPartition = (table: string) => tables.get(table)?.facts["partition bound"] !== undefined;
  return Object.assign(read, { isChild, isPartition });
}
