import type { AlterTableStmt, Node } from "libpg-query";
import { archiveSchema } from "../../postgres/archive-schema";
import type { EngineAction, EnginePlan, SchemaEngine } from "../engine/schema-engine";
import { quoted, tableName } from "../plan/table-name";
import { readStatements } from "../sql/read-statements";
import type { Archived } from "./archived";

/** The engine without plans for the archive, which is nobody's schema. */
export function withoutArchive(engine: SchemaEngine): SchemaEngine {
  return {
    ...engine,
    async plan(...request) {
      const made = await engine.plan(...request);
      return { ...made, actions: made.actions.filter(({ sql }) => !sql.includes(archiveSchema)) };
    },
  };
}

/** Values are copied right before they are dropped. */
export function withSaves(plan: EnginePlan, archived: readonly Archived[]): Promise<EnginePlan> {
  return beside(plan, async (action, nodes) => {
    const gone = archived.filter((one) => nodes.some((node) => drops(node, one)));
    return [...gone.flatMap((one) => one.save).map(asAction), action];
  });
}

/** Values are copied back right after their place is there again, before its constraints are. */
export function withRestores(plan: EnginePlan, archived: readonly Archived[]): Promise<EnginePlan> {
  return beside(plan, async (action, nodes) => {
    const back = archived.filter((one) => nodes.some((node) => makes(node, one)));
    if (back.length === 0) return [action];
    const isEmptied = back.length === 1 && nodes.length === 1 && nodes.some(isRequiredColumn);
    const first = isEmptied ? { sql: action.sql.replace(/ NOT NULL\b/, "") } : action;
    const required = back.map(({ table, column }) => `ALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL`);
    return [first, ...back.flatMap((one) => one.restore).map(asAction), ...(isEmptied ? required.map(asAction) : [])];
  });
}

function asAction(sql: string): EngineAction {
  return { sql };
}

async function beside(
  plan: EnginePlan,
  replace: (action: EngineAction, nodes: readonly Node[]) => Promise<readonly EngineAction[]>,
): Promise<EnginePlan> {
  const actions: EngineAction[] = [];
  for (const action of plan.actions) {
    const statements = await readStatements({ path: "plan", text: action.sql });
    actions.push(
      ...(await replace(
        action,
        statements.map((one) => one.node),
      )),
    );
  }
  return { ...plan, actions };
}

function drops(node: Node, { table, column }: Archived): boolean {
  if (column === undefined) return "DropStmt" in node && namesOf(node.DropStmt.objects).includes(table);
  return commandsOf(node, table).some((one) => one.subtype === "AT_DropColumn" && quoted(one.name ?? "") === column);
}

function makes(node: Node, { table, column }: Archived): boolean {
  if (column === undefined) return "CreateStmt" in node && tableName(node.CreateStmt.relation) === table;
  return commandsOf(node, table).some((one) => nameOfColumn(one) === column);
}

/** A column that is required from the beginning, and has no default for the rows that are there. */
function isRequiredColumn(node: Node): boolean {
  if (!("AlterTableStmt" in node) || node.AlterTableStmt.cmds?.length !== 1) return false;
  const [command] = commandsOf(node, tableName(node.AlterTableStmt.relation));
  const definition = command?.def;
  if (definition === undefined || !("ColumnDef" in definition)) return false;
  const kinds = (definition.ColumnDef.constraints ?? []).flatMap((one) =>
    "Constraint" in one ? [one.Constraint.contype] : [],
  );
  return kinds.includes("CONSTR_NOTNULL") && kinds.length === 1;
}

type Command = Extract<NonNullable<AlterTableStmt["cmds"]>[number], { AlterTableCmd: unknown }>["AlterTableCmd"];

function commandsOf(node: Node, table: string): readonly Command[] {
  if (!("AlterTableStmt" in node) || tableName(node.AlterTableStmt.relation) !== table) return [];
  return (node.AlterTableStmt.cmds ?? []).flatMap((one) => ("AlterTableCmd" in one ? [one.AlterTableCmd] : []));
}

function nameOfColumn({ subtype, def }: Command): string | undefined {
  if (subtype !== "AT_AddColumn" || def === undefined || !("ColumnDef" in def)) return undefined;
  return quoted(def.ColumnDef.colname ?? "");
}

function namesOf(objects: readonly Node[] = []): readonly string[] {
  return objects.flatMap((node) => {
    const parts =
      "List" in node ? (node.List.items ?? []).flatMap((one) => ("String" in one ? (one.String.sval ?? "") : [])) : [];
    return [parts.map(quoted).join(".")];
  });
}
