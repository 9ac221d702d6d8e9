import type { Database, Table } from "../../model/database";
import type { Link } from "../../model/link";

/** What the table behind a property asks of its value, beyond the schema. */
export interface ColumnHint {
  /** Two rows may not share the value. */
  readonly isUnique: boolean;
  /** A check compares it with another column: better left out when it may be. */
  readonly isEntangled: boolean;
  readonly hasDefault: boolean;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  /** Table that the column's foreign key points to. */
  readonly references?: { readonly schema: string; readonly table: string };
}

/** Hints for the properties that an operation writes, by name of the property. */
export function columnHints(link: Link | undefined, database: Database | undefined): ReadonlyMap<string, ColumnHint> {
  const table = database?.tables.find((one) => one.schema === link?.schema && one.name === link?.table);
  if (link === undefined || table === undefined) return new Map();
  return new Map(link.writes.map(({ property, column }) => [property, hintOf(column, table, database)]));
}

/** Unique keys all of whose columns are foreign keys or path parameters: only a row of one's own can satisfy them. */
export function keysOfReferences(table: Table): readonly (readonly string[])[] {
  const referencing = new Set(table.foreignKeys.flatMap((key) => (key.columns.length === 1 ? key.columns : [])));
  return uniqueKeys(table).filter((key) => key.length > 1 && key.every((column) => referencing.has(column)));
}

function hintOf(name: string, table: Table, database: Database | undefined): ColumnHint {
  const column = table.columns.find((one) => one.name === name);
  const domain = database?.domains.find((one) => one.name === column?.type.name);
  const type = domain?.base ?? column?.type;
  const expressions = [...table.checks, ...(domain?.checks ?? [])].map((check) => check.expression);
  const own = expressions.filter((text) => mentions(text, name) || /\bVALUE\b/i.test(text));
  const others = table.columns.filter((one) => one.name !== name);
  const foreignKey = table.foreignKeys.find((key) => key.columns.length === 1 && key.columns[0] === name);
  const texts = own.filter((text) => !others.some((other) => mentions(text, other.name)));
  const between = matchFirst(
    texts,
    new RegExp(`^\\(*\\s*(?:${escapePattern(name)}|VALUE)\\s*\\)*\\s+BETWEEN\\s+(-?\\d+)\\s+AND\\s+(-?\\d+)`, "i"),
  );
  const length = matchFirst(texts, /length\s*\([^)]*\)+\s*(?:<=\s*(\d+)|BETWEEN\s+\d+\s+AND\s+(\d+))/i);
  const pattern = matchFirst(texts, /~\s*'((?:[^']|'')*)'/)?.[1]?.replaceAll("''", "'");
  const isText = type !== undefined && /^(varchar|bpchar|char)$/.test(type.name);
  const maxLength = isText ? type.arguments[0] : length === undefined ? undefined : Number(length[1] ?? length[2]);
  return {
    isUnique: isUnique(name, table),
    isEntangled: expressions.some((text) => mentions(text, name) && others.some((other) => mentions(text, other.name))),
    hasDefault: column?.default !== undefined,
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(between === undefined ? {} : { minimum: Number(between[1]), maximum: Number(between[2]) }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(foreignKey === undefined ? {} : { references: { schema: foreignKey.schema, table: foreignKey.table } }),
  };
}

/** Alone, or as the last column of a longer key whose other columns are references. */
function isUnique(name: string, table: Table): boolean {
  const referencing = new Set(table.foreignKeys.flatMap((key) => key.columns));
  return uniqueKeys(table).some(
    (key) => key.includes(name) && !referencing.has(name) && key.every((one) => one === name || referencing.has(one)),
  );
}

function uniqueKeys(table: Table): readonly (readonly string[])[] {
  const indexes = table.indexes.filter((index) => index.unique).map((index) => index.keys);
  return [table.primaryKey, ...table.uniqueKeys, ...indexes].filter((key) => key.length > 0);
}

function mentions(expression: string, column: string): boolean {
  return new RegExp(`(?<![\\w$."'])"?${escapePattern(column)}"?(?![\\w$('])`, "i").test(
    expression.replace(/'(?:[^']|'')*'/g, "''"),
  );
}

function matchFirst(texts: readonly string[], pattern: RegExp): RegExpExecArray | undefined {
  for (const text of texts) {
    const match = pattern.exec(text);
    if (match !== null) return match;
  }
  return undefined;
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
