import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";
import { findRemade, type Remade } from "../online/find-remade";
import { schemaFacts } from "../online/schema-facts";
import { quoted } from "../plan/table-name";
import { readStatements } from "../sql/read-statements";
import type { SqlStatement } from "../sql/sql-statement";
import { changedColumns, remadeObjects } from "./remade-objects";

/**
 * What PostgreSQL changes only without the views and the like of a column: there the engine has removed those before the drop of the column, and makes them
 * again after. Indexes and constraints that would come back as they were stay, since PostgreSQL builds them anew itself.
 *
 * @param columns by name, what changes each in place; empty: nothing does
 */
export async function inPlaceOfDrops(
  actions: readonly EngineAction[],
  columns: ReadonlyMap<string, readonly string[]>,
  from: CatalogSnapshot,
  to: CatalogSnapshot,
  major: number,
): Promise<readonly EngineAction[]> {
  const remade = (await remadeObjects(actions)).columns;
  const kept = new Set(remade.filter((name) => (columns.get(name) ?? []).length > 0));
  if (kept.size === 0) return actions;
  const statements = (await Promise.all(actions.map(({ sql }) => readStatements({ path: "plan", text: sql })))).flat();
  // With a column that is dropped all the same its indexes go.
  const areAllKept = kept.size === remade.length;
  const same = areAllKept
    ? findRemade(statements, schemaFacts(from, to, new Set(), major)).filter((one) => isSame(one, to))
    : [];
  const needless = new Set(same.flatMap(({ drop, make }) => [drop, make]));
  // The engine drops an old collation before it makes the column again; this one has it until it changes.
  const isLate = ({ text }: SqlStatement) => /^DROP COLLATION /.test(text);
  const early = statements.filter((one) => !needless.has(one) && !isLate(one));
  return [...early, ...statements.filter(isLate)].flatMap((one) => inPlace(one, kept, columns)).map((sql) => ({ sql }));
}

function inPlace(
  { text, node }: SqlStatement,
  kept: ReadonlySet<string>,
  columns: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const [change, other] = changedColumns(node);
  if (change === undefined || other !== undefined || !kept.has(change.name)) return [text];
  return change.isDrop ? [] : (columns.get(change.name) ?? []);
}

function isSame({ before, name, tables: [table] }: Remade, { objects }: CatalogSnapshot): boolean {
  return objects.some(
    (one) =>
      one.facts.definition === before &&
      (one.kind === "index" || (one.kind === "constraint" && one.name === `${table}.${quoted(name)}`)),
  );
}
