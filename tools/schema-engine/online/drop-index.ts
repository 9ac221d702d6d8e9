import type { DropStmt } from "libpg-query";
import { droppedNames } from "../plan/dropped-names";
import { setIdentity } from "../plan/replica-identity";
import { quoted } from "../plan/table-name";
import { alone, type OnlineForm, together } from "./online-form";
import type { SchemaFacts } from "./schema-facts";
import { shortName } from "./short-name";

/**
 * `DROP INDEX CONCURRENTLY`. An index that the plan builds again under its name keeps its work until the new one is there: it is renamed,
 * which blocks nobody, and dropped at the end.
 *
 * @param rebuilt the definition of the new one
 */
export function dropIndex(drop: DropStmt, facts: SchemaFacts, rebuilt: string | undefined): OnlineForm | undefined {
  const [only, second] = drop.objects ?? [];
  if (drop.removeType !== "OBJECT_INDEX" || drop.concurrent || only === undefined || second !== undefined)
    return undefined;
  if (drop.behavior === "DROP_CASCADE" || !("List" in only)) return undefined;
  const [parts = []] = droppedNames(drop);
  const [schema = "", name = ""] = parts.length === 1 ? ["public", ...parts] : parts;
  const index = `${quoted(schema)}.${quoted(name)}`;
  const table = facts.tableOfOwnIndex(index);
  if (table === undefined || !(facts.isPlainTable(table) || facts.isMaterializedView(table))) return undefined;
  if (rebuilt === undefined) {
    const later = [alone(`DROP INDEX CONCURRENTLY ${index}`)];
    const form = { inPlace: [], later, table, names: [name], columns: [], isReferredTo: false, cleaning: [] };
    // A unique index may be what a foreign key refers to, which goes before it.
    const definition = facts.indexDefinition(index);
    return facts.isUniqueIndex(index) || definition === undefined
      ? { ...form, unsure: [name] }
      : { ...form, unsure: [], undo: [alone(again(definition))] };
  }
  const old = shortName(`${name}_before`, rebuilt);
  const oldIndex = `${quoted(schema)}.${quoted(old)}`;
  const identity = facts.identitiesAfter.get(table);
  const identified = identity?.index === index ? [together(setIdentity(table, identity))] : [];
  return {
    inPlace: [`ALTER INDEX ${index} RENAME TO ${quoted(old)}`],
    later: [],
    last: [...identified, alone(`DROP INDEX CONCURRENTLY ${oldIndex}`)],
    table,
    names: [old],
    columns: [],
    isReferredTo: false,
    unsure: [name],
    cleaning: [`DROP INDEX IF EXISTS ${oldIndex}`],
  };
}

/** The runner and PostgreSQL both pass over one that is there still. */
function again(definition: string): string {
  return definition.replace(/^CREATE INDEX /, "CREATE INDEX CONCURRENTLY IF NOT EXISTS ");
}
