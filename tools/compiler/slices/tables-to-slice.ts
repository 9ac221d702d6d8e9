import { byCodeUnit } from "../model/by-code-unit";
import type { ColumnType, Database, ForeignKey, Table } from "../model/database";
import type { JsonValue } from "../model/json-value";
import type { Link } from "../model/link";
import { ownType } from "../model/own-type";
import { withoutUndefined } from "../model/schema-to-json";

/**
 * Definitions of the linked tables. A table that is written counts whole: an insert meets every constraint, index and
 * trigger. Of one that is only read count the columns that are used, and the keys, checks and indexes that name one.
 */
export function tablesToSlice(database: Database, links: readonly Link[]): JsonValue {
  const linked = database.tables.filter((table) => links.some((link) => isOf(link, table)));
  const named = database.tables.filter((table) => links.some((link) => alsoTouches(link, table)));
  const behindViews = new Set([...linked, ...named].flatMap((table) => sourcesOf(database, table)));
  const tables = database.tables.flatMap((table): [string, JsonValue][] => {
    const own = links.filter((link) => isOf(link, table));
    const isNamed = named.includes(table);
    if (own.length === 0 && !behindViews.has(table) && !isNamed) return [];
    // What a handler by hand does with a table that its hint names is not known: everything of it counts.
    const isWritten = isNamed || own.some((link) => link.action !== "list" && link.action !== "get");
    const used = new Set(own.flatMap(usedColumns));
    const isDeleted = isNamed || own.some((link) => link.action === "delete");
    const isWhole = isWritten || table.kind === "view" || behindViews.has(table);
    const counts = isWhole ? () => true : (column: string) => used.has(column);
    return [[`${table.schema}.${table.name}`, tableToSlice(database, table, counts, isWritten, isDeleted)]];
  });
  return Object.fromEntries(tables);
}

function isOf(link: Link, table: Table): boolean {
  return link.schema === table.schema && link.table === table.name;
}

function alsoTouches(link: Link, table: Table): boolean {
  return link.alsoTouches.some((one) => one.schema === table.schema && one.table === table.name);
}

/** The tables that a view reads, also through other views. */
function sourcesOf(database: Database, view: Table): readonly Table[] {
  const found = new Set<Table>();
  const queue = [view];
  for (let table = queue.pop(); table !== undefined; table = queue.pop()) {
    for (const { schema, name } of table.readsFrom) {
      const source = database.tables.find((one) => one.schema === schema && one.name === name);
      if (source === undefined || found.has(source)) continue;
      found.add(source);
      queue.push(source);
    }
  }
  return [...found];
}

function usedColumns(link: Link): readonly string[] {
  return [link.keys, link.reads, link.writes, link.filters, link.sorts].flat().map((one) => one.column);
}

function tableToSlice(
  database: Database,
  table: Table,
  counts: (column: string) => boolean,
  isWritten: boolean,
  isDeleted: boolean,
): JsonValue {
  const columns = table.columns.filter((one) => counts(one.name));
  const types = columns.map((one) => one.type);
  const sorted = (values: readonly JsonValue[]) =>
    [...values].sort((a, b) => byCodeUnit(JSON.stringify(a), JSON.stringify(b)));
  return withoutUndefined({
    kind: table.kind,
    definition: table.definition,
    columns: Object.fromEntries(
      columns.map(({ name, type, nullable, default: standard, identity, generated }) => [
        name,
        withoutUndefined({ type: typeToSlice(type), nullable, default: standard, identity, generated }),
      ]),
    ),
    primaryKey: table.primaryKey.some(counts) ? table.primaryKey : undefined,
    uniqueKeys: sorted(table.uniqueKeys.filter((key) => key.some(counts))),
    foreignKeys: sorted(table.foreignKeys.filter((key) => key.columns.some(counts)).map(foreignKeyToSlice)),
    checks: sorted(table.checks.filter((one) => isWritten && one.expression !== "").map((one) => one.expression)),
    indexes: sorted(
      table.indexes
        .filter(
          (one) => [...one.keys, ...one.include].some((key) => counts(key)) || isWritten || namesOne(one.definition),
        )
        .map(({ unique, method, definition }) => ({ unique, method, definition })),
    ),
    triggers: isWritten ? Object.fromEntries(triggersToSlice(database, table)) : undefined,
    types: Object.fromEntries(typeDefinitions(database, types)),
    referencedBy: isDeleted ? sorted(referencesTo(database, table)) : undefined,
  });

  /** Expression and partial indexes name columns in their text. */
  function namesOne(definition: string): boolean {
    return columns.some(({ name }) => definition.split(/[^\p{L}\p{N}_$]+/u).includes(name));
  }
}

function typeToSlice(type: ColumnType): string {
  const { arguments: modifiers, arrayDimensions } = type;
  return `${nameOf(type)}${modifiers.length > 0 ? `(${modifiers.join(", ")})` : ""}${"[]".repeat(arrayDimensions)}`;
}

function nameOf({ schema, name }: ColumnType): string {
  return schema === undefined ? name : `${schema}.${name}`;
}

function foreignKeyToSlice({ columns, schema, table, targetColumns, onDelete }: ForeignKey): JsonValue {
  return { columns, target: `${schema}.${table}`, targetColumns, onDelete };
}

/** Enums and domains by name; a domain's base may be another one. */
function typeDefinitions(database: Database, types: readonly ColumnType[]): readonly [string, JsonValue][] {
  const result = new Map<string, JsonValue>();
  const queue = [...types];
  for (let type = queue.shift(); type !== undefined; type = queue.shift()) {
    const name = nameOf(type);
    if (result.has(name)) continue;
    const listed = ownType(type, database.enums);
    if (listed !== undefined) result.set(name, { values: listed.values });
    const domain = ownType(type, database.domains);
    if (domain === undefined) continue;
    const { base, notNull, default: standard, checks } = domain;
    const expressions = checks.map((one) => one.expression).sort(byCodeUnit);
    result.set(name, withoutUndefined({ base: typeToSlice(base), notNull, default: standard, checks: expressions }));
    queue.push(base);
  }
  return [...result];
}

function triggersToSlice(database: Database, table: Table): readonly [string, JsonValue][] {
  return table.triggers.map((trigger) => {
    const functions = database.functions.filter((one) => one.name === trigger.function);
    return [trigger.name, [trigger.definition, ...functions.map((one) => one.definition)]];
  });
}

/** Foreign keys of other tables, which decide whether a row may be deleted and what goes with it. */
function referencesTo(database: Database, target: Table): readonly JsonValue[] {
  return database.tables.flatMap((table) =>
    table.foreignKeys
      .filter((key) => key.schema === target.schema && key.table === target.name)
      .map(({ columns, onDelete }) => ({ table: `${table.schema}.${table.name}`, columns, onDelete })),
  );
}
