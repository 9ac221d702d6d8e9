import { droppedNames } from "../plan/dropped-names";
import { isIdentity, type ReplicaIdentity, setIdentity } from "../plan/replica-identity";
import { singleCommand } from "../plan/single-command";
import { quoted, tableName } from "../plan/table-name";
import { mentions } from "../sql/mentions";
import { readStatements } from "../sql/read-statements";
import { bareName, splitName } from "../sql/split-name";
import type { SqlStatement } from "../sql/sql-statement";
import type { SchemaFacts } from "./schema-facts";

/**
 * The replica identity of each table is set as soon as its index is there, and what the old one needs goes after that: a published table that has none refuses
 * UPDATE and DELETE. Engines drop the old index first, forget one that is made again under its name, and see none of a partition's index.
 *
 * @param isOneTransaction nobody sees in which order it is done
 */
export async function keepIdentities(
  statements: readonly SqlStatement[],
  facts: SchemaFacts,
  isOneTransaction: boolean,
): Promise<readonly SqlStatement[]> {
  let plan = statements;
  for (const [table, next] of facts.identitiesAfter) {
    const old = facts.identitiesBefore.get(table);
    const made = next.top === undefined ? -1 : plan.findLastIndex((one) => makes(one, next.top ?? ""));
    const said = plan.filter((one) => identityOf(one) === table);
    const isDefault = next.clause === "DEFAULT";
    const stays = old === undefined ? isDefault : old.clause === next.clause && (made === -1 || isDefault);
    if (stays && said.length === 0) continue;
    const place = placeOf(plan, table, next);
    const [set] = await readStatements({ path: "plan", text: setIdentity(table, next) });
    if (set === undefined) continue;
    const before = plan.slice(0, place).filter((one) => !said.includes(one));
    const after = plan.slice(place).filter((one) => !said.includes(one));
    const late = isOneTransaction || !isIdentity(next) ? [] : waiting(before, table, old, next);
    plan = [...before.filter((one) => !late.includes(one)), set, ...late, ...after];
  }
  return plan;
}

/** The table whose replica identity a statement sets. */
export function identityOf({ node }: SqlStatement): string | undefined {
  const single = singleCommand(node);
  return single?.command.subtype === "AT_ReplicaIdentity" ? single.table : undefined;
}

/** After the index, NOT NULL of its columns, and what the engine has before it. */
function placeOf(plan: readonly SqlStatement[], table: string, { top, definition = "" }: ReplicaIdentity): number {
  const needed = plan.findLastIndex((one) => {
    if (top !== undefined && makes(one, top)) return true;
    const single = singleCommand(one.node);
    const { subtype, name = "" } = single?.command ?? {};
    return subtype === "AT_SetNotNull" && mentions(definition, name) && single?.table === table;
  });
  const planned = plan.findIndex((one) => identityOf(one) === table);
  return Math.max(needed + 1, planned, needed === -1 && planned === -1 ? plan.length : 0);
}

function makes({ node }: SqlStatement, index: string): boolean {
  if ("IndexStmt" in node)
    return tableName({ ...node.IndexStmt.relation, relname: node.IndexStmt.idxname ?? "" }) === index;
  if ("CreateStmt" in node) return false;
  const single = singleCommand(node);
  const def = single?.command.subtype === "AT_AddConstraint" ? single.command.def : undefined;
  if (single === undefined || def === undefined || !("Constraint" in def)) return false;
  const schema = single.table.slice(0, -splitName(single.table).part.length);
  return `${schema}${quoted(def.Constraint.conname ?? "")}` === index;
}

/** What takes the old index away, or asks that it is no identity any more. One that is made again under its name keeps its work by its online form. */
function waiting(
  before: readonly SqlStatement[],
  table: string,
  old: ReplicaIdentity | undefined,
  next: ReplicaIdentity,
): readonly SqlStatement[] {
  const { top, definition = "", index } = old ?? {};
  if (top === undefined || index === undefined) return [];
  const isRenamed = shapeOf(definition) === shapeOf(next.definition ?? "");
  const isRemade = isRenamed || before.some((one) => makes(one, top));
  const added = new Set(before.flatMap(({ node }) => addedColumn(node, table) ?? []));
  return before.filter(({ node }) => {
    if ("DropStmt" in node && node.DropStmt.removeType === "OBJECT_INDEX") {
      const names = droppedNames(node.DropStmt).map((parts) => parts.map(quoted).join("."));
      return !isRemade && names.length === 1 && names[0] === top;
    }
    const single = singleCommand(node);
    const { subtype, name = "" } = single?.command ?? {};
    const isOfTop = single?.table !== undefined && subtype === "AT_DropConstraint" && name === bareName(top);
    if (isOfTop) return !isRemade && (single?.table === table || top !== index);
    if (single?.table !== table || !mentions(definition, name)) return false;
    if (subtype === "AT_DropNotNull") return !mentions(next.definition ?? "", name);
    return subtype === "AT_DropColumn" && !added.has(name);
  });
}

/** Of two that differ in name alone one is renamed, which keeps the mark. */
function shapeOf(definition: string): string {
  return definition.replace(/^CREATE UNIQUE INDEX (?:"(?:[^"]|"")*"|[^" ]+) /, "");
}

function addedColumn(node: SqlStatement["node"], table: string): string | undefined {
  const single = singleCommand(node);
  const def = single?.table === table && single.command.subtype === "AT_AddColumn" ? single.command.def : undefined;
  return def !== undefined && "ColumnDef" in def ? def.ColumnDef.colname : undefined;
}
