import type { ColumnDef, CreateStmt } from "libpg-query";
import { qualifiedName, unwrap } from "./nodes";
import { readConstraint } from "./read-constraint";
import { readType } from "./read-type";
import { type SchemaDraft, tableKey } from "./schema-draft";
import type { SqlSource } from "./sql-source";
import { type ColumnDraft, emptyTable, type TableDraft } from "./table-draft";

const serialTypes: Readonly<Record<string, string>> = {
  smallserial: "int2",
  serial2: "int2",
  serial: "int4",
  serial4: "int4",
  bigserial: "int8",
  serial8: "int8",
};

/** `CREATE TABLE`, with the columns that it takes over from parents and templates that were read before. */
export function readTable(draft: SchemaDraft, source: SqlSource, statement: CreateStmt): void {
  const { relation } = statement;
  if (relation?.relname === undefined) return;
  const schema = draft.schemaOf(relation);
  const key = tableKey(schema, relation.relname);
  const span = source.span(relation.location);
  const first = draft.tables.get(key);
  if (first !== undefined) {
    if (statement.if_not_exists) return;
    const place = `${first.span.file}:${first.span.line}:${first.span.column}`;
    draft.report("sql/duplicate-table", span, { table: relation.relname, first: place });
    return;
  }
  const table = emptyTable(schema, relation.relname, span);
  draft.tables.set(key, table);
  if (statement.partbound !== undefined) table.isPartition = true;
  for (const parent of statement.inhRelations ?? []) inherit(table, draft.table(unwrap(parent, "RangeVar")));
  for (const element of statement.tableElts ?? []) {
    const column = unwrap(element, "ColumnDef");
    if (column !== undefined) readColumn(draft, source, table, column);
    const template = unwrap(element, "TableLikeClause");
    if (template !== undefined) inherit(table, draft.table(template.relation));
  }
  for (const element of [...(statement.tableElts ?? []), ...(statement.constraints ?? [])]) {
    const constraint = unwrap(element, "Constraint");
    if (constraint !== undefined) readConstraint(draft, source, table, constraint);
  }
}

export function readColumn(draft: SchemaDraft, source: SqlSource, table: TableDraft, definition: ColumnDef): void {
  const name = definition.colname ?? "";
  const type = readType(draft, definition.typeName);
  const column: ColumnDraft = { name, type, nullable: true, span: source.span(definition.location) };
  const isPlain = qualifiedName(definition.typeName?.names).schema === undefined;
  const serial = isPlain && Object.hasOwn(serialTypes, type.name) ? serialTypes[type.name] : undefined;
  if (serial !== undefined) {
    column.type = { ...type, name: serial };
    column.nullable = false;
    column.default = nextValue(table, name);
  }
  const known = table.columns.findIndex((one) => one.name === name);
  if (known === -1) table.columns.push(column);
  else table.columns[known] = column;
  for (const node of definition.constraints ?? []) {
    const constraint = unwrap(node, "Constraint");
    if (constraint !== undefined) readConstraint(draft, source, table, constraint, column);
  }
}

/** As PostgreSQL shows it: quoted where a name needs it, with its schema where that is not on the usual search path. */
function nextValue({ schema, name }: TableDraft, column: string): string {
  const parts = [...(schema === "public" ? [] : [schema]), `${name}_${column}_seq`];
  const quoted = parts.map((part) => (/^[a-z_][a-z0-9_]*$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`));
  return `nextval('${quoted.join(".").replaceAll("'", "''")}'::regclass)`;
}

function inherit(table: TableDraft, parent: TableDraft | undefined): void {
  for (const column of parent?.columns ?? []) {
    if (!table.columns.some((one) => one.name === column.name)) table.columns.push({ ...column });
  }
}
