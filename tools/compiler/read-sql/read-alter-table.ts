import type { AlterTableCmd, AlterTableStmt } from "libpg-query";
import { unwrap } from "./nodes";
import { defaultText, readConstraint } from "./read-constraint";
import { readColumn } from "./read-table";
import { readType } from "./read-type";
import type { SchemaDraft } from "./schema-draft";
import type { SqlSource } from "./sql-source";
import type { TableDraft } from "./table-draft";

/** `ALTER TABLE`, as pg_dump writes it and as hand-written schemas use it. Other forms change nothing in the model. */
export function readAlterTable(
  draft: SchemaDraft,
  source: SqlSource,
  statement: AlterTableStmt,
  range: readonly [start: number, end: number],
): void {
  if (statement.objtype !== "OBJECT_TABLE" && statement.objtype !== undefined) return;
  const table = draft.table(statement.relation);
  if (table === undefined) {
    if (statement.missing_ok) return;
    const name = statement.relation?.relname ?? "";
    draft.report("sql/unknown-table", source.span(statement.relation?.location), { table: name });
    return;
  }
  for (const node of statement.cmds ?? []) {
    const command = unwrap(node, "AlterTableCmd");
    if (command !== undefined) apply(draft, source, table, command, range);
  }
}

function apply(
  draft: SchemaDraft,
  source: SqlSource,
  table: TableDraft,
  command: AlterTableCmd,
  range: readonly [start: number, end: number],
): void {
  const column = table.columns.find((one) => one.name === command.name);
  switch (command.subtype) {
    case "AT_AddColumn": {
      const definition = unwrap(command.def, "ColumnDef");
      if (definition === undefined) return;
      if (command.missing_ok && table.columns.some((one) => one.name === definition.colname)) return;
      readColumn(draft, source, table, definition);
      return;
    }
    case "AT_AttachPartition": {
      const partition = draft.table(unwrap(command.def, "PartitionCmd")?.name);
      if (partition !== undefined) partition.isPartition = true;
      return;
    }
    case "AT_DropColumn":
      table.columns = table.columns.filter((one) => one.name !== command.name);
      return;
    case "AT_AddConstraint": {
      const constraint = unwrap(command.def, "Constraint");
      if (constraint !== undefined) readConstraint(draft, source, table, constraint);
      return;
    }
    case "AT_DropConstraint":
      dropConstraint(table, command.name ?? "");
      return;
    case "AT_SetNotNull":
      if (column !== undefined) column.nullable = false;
      return;
    case "AT_DropNotNull":
      if (column !== undefined) column.nullable = true;
      return;
    case "AT_ColumnDefault":
      if (column === undefined) return;
      if (command.def === undefined) delete column.default;
      else column.default = defaultOf(source, column.name, range);
      return;
    case "AT_AlterColumnType":
      if (column !== undefined) column.type = readType(draft, unwrap(command.def, "ColumnDef")?.typeName);
      return;
    case "AT_AddIdentity": {
      const constraint = unwrap(command.def, "Constraint");
      if (constraint !== undefined) readConstraint(draft, source, table, constraint, column);
      return;
    }
    case "AT_DropIdentity":
      if (column !== undefined) delete column.identity;
      return;
    case "AT_DropExpression":
      if (column !== undefined) delete column.generated;
      return;
    default:
      return;
  }
}

function dropConstraint(table: TableDraft, name: string): void {
  if (name === `${table.name}_pkey`) table.primaryKey = [];
  table.checks = table.checks.filter((one) => one.name !== name);
  table.foreignKeys = table.foreignKeys.filter((one) => one.name !== name);
  table.uniqueKeys = table.uniqueKeys.filter((one) => one.name !== name);
}

/** The tree keeps no place of `SET DEFAULT`, so it is found among the statement's tokens: `column SET DEFAULT …`. */
function defaultOf(source: SqlSource, column: string, [start, end]: readonly [number, number]): string {
  for (let at = start; at + 2 < end; at++) {
    const [name, set, word] = source.tokens.slice(at, at + 3).map((token) => token.text);
    const isColumn = name === `"${column.replaceAll('"', '""')}"` || name?.toLowerCase() === column;
    if (isColumn && set?.toUpperCase() === "SET" && word?.toUpperCase() === "DEFAULT")
      return defaultText(source, at + 2);
  }
  return "";
}
