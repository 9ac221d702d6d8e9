import type { Column, Database, Table } from "../../model/database";
import type { ColumnLink, Link, LinkGap } from "../../model/link";
import type { Operation } from "../../model/operation";
import type { Schema } from "../../model/schema";
import type { Service } from "../../model/service";
import { bodyKind } from "../media-types";
import { type ColumnForm, columnForm, jsonTypes } from "./column-codec";
import { isNullable, isOrdered, knownType } from "./column-kind";
import { propertiesOf, type ResponseForm, resolve, responseForm } from "./response-form";
import { rowKey } from "./row-key";
import { sqlName } from "./sql-name";

export interface ReadColumn {
  readonly property: string;
  readonly column: Column;
  readonly form: ColumnForm;
  /** Its values may be null. */
  readonly isNullable: boolean;
  /** The property may be left out, and is when the column is null. */
  readonly isOptional: boolean;
  /** The property is not among the required ones, so its type includes undefined. */
  readonly mayBeMissing: boolean;
  /** The property's type includes null. */
  readonly admitsNull: boolean;
}

export interface WriteColumn {
  readonly property: string;
  readonly column: Column;
  readonly form: ColumnForm;
  readonly isRequired: boolean;
}

/** Everything that the query of one linked operation needs. */
export interface QueryPlan {
  readonly operation: Operation;
  readonly link: Link;
  readonly table: Table;
  readonly database: Database;
  readonly form: ResponseForm;
  readonly reads: readonly ReadColumn[];
  /** Path parameters that select rows. */
  readonly keys: readonly ColumnLink[];
  readonly writes: readonly WriteColumn[];
  /** Status of a value that breaks a rule of the data: what the description has a response for. */
  readonly violation: 400 | 409 | 422;
  readonly list?: ListPlan;
}

export interface ListPlan {
  readonly filters: readonly (ColumnLink & { readonly isList: boolean })[];
  /** SQL of the columns that give every row its place behind the sort column; without a key as many as there are. */
  readonly key: readonly string[];
  /** No columns tell rows apart, so that pages are counted. */
  readonly isCounted: boolean;
  /** Sort parameter's values in the description's order; empty: by key. */
  readonly orders: readonly { readonly value: string; readonly column: Column; readonly direction: "ASC" | "DESC" }[];
  /** There is always a `sort`: it is required or has a default. */
  readonly isSortGiven: boolean;
  readonly limit: "given" | "optional" | "none";
  readonly hasCursor: boolean;
  /** The table of the parent, which must exist: its rows answer 404. */
  readonly parent?: { readonly table: Table; readonly keys: readonly ColumnLink[] };
}

/** A plan, or the reason why the handler must be written by hand. */
export function planQuery(
  operation: Operation,
  link: Link,
  service: Service,
  database: Database,
): { readonly plan: QueryPlan } | { readonly reason: string } {
  const table = database.tables.find(({ schema, name }) => schema === link.schema && name === link.table);
  if (table === undefined) return { reason: `there is no table ${link.table}` };
  const [gap] = link.gaps;
  if (gap !== undefined) return { reason: gapReason(gap, table) };
  const form = responseForm(operation, link.action === "list", service);
  if (form === undefined) return { reason: "its reply has a form that no row fits into" };
  if (form.kind === "empty" && ["list", "get"].includes(link.action)) return { reason: "its reply has no body" };
  const reads = planReads(link, table, form, service, database);
  if (typeof reads === "string") return { reason: reads };
  const writes = planWrites(operation, link, table, service, database);
  if (typeof writes === "string") return { reason: writes };
  const violation = violationStatus(operation);
  const base = { operation, link, table, database, form, reads, keys: link.keys, writes, violation };
  if (link.action !== "list") {
    if (link.action !== "create" && link.keys.length === 0) return { reason: "no path parameter selects a row" };
    return { plan: base };
  }
  const list = planList(operation, link, table, service, database);
  return typeof list === "string" ? { reason: list } : { plan: { ...base, list } };
}

function planReads(
  link: Link,
  table: Table,
  { item }: ResponseForm,
  service: Service,
  database: Database,
): readonly ReadColumn[] | string {
  const properties = item === undefined ? [] : (propertiesOf(item, service) ?? []);
  const reads: ReadColumn[] = [];
  for (const { name, schema, isRequired } of properties) {
    // A property that is written only stays in the database.
    if (schema.kind === "boolean" && !schema.accepts) continue;
    const linked = link.reads.find(({ property }) => property === name);
    const column = linked && columnOf(table, linked.column);
    const form = column && columnForm(column, schema, service, database);
    const isFilled =
      column !== undefined &&
      form !== undefined &&
      (!isNullable(column, database) || !isRequired || allowsNull(schema, service));
    if (isFilled) {
      const admitsNull = allowsNull(schema, service);
      const isOptional = !isRequired && isNullable(column, database) && !admitsNull;
      reads.push({
        property: name,
        column,
        form,
        isNullable: isNullable(column, database),
        isOptional,
        mayBeMissing: !isRequired,
        admitsNull,
      });
    } else if (isRequired) return `\`${name}\` of its reply is no column of ${table.name}`;
  }
  if (item !== undefined && reads.length === 0) return `no property of its reply is a column of ${table.name}`;
  return reads;
}

function planWrites(
  operation: Operation,
  link: Link,
  table: Table,
  service: Service,
  database: Database,
): readonly WriteColumn[] | string {
  if (!["create", "replace", "patch"].includes(link.action)) return [];
  if (operation.requestBody === undefined && link.action === "create") return [];
  const schema = operation.requestBody?.content.find(({ type }) => bodyKind(type) === "json")?.schema;
  const properties = schema === undefined ? undefined : propertiesOf(schema, service);
  if (properties === undefined) return "its body is no JSON object";
  const writes: WriteColumn[] = [];
  for (const { name, schema: property, isRequired } of properties) {
    // A property that is read only is refused before anything is written.
    if (property.kind === "boolean" && !property.accepts) continue;
    const linked = link.writes.find((one) => one.property === name);
    const column = linked && columnOf(table, linked.column);
    if (column === undefined) return `\`${name}\` of its body is no column of ${table.name}`;
    const form = columnForm(column, property, service, database);
    if (form === undefined) return `\`${name}\` of its body does not fit into ${table.name}.${column.name}`;
    writes.push({ property: name, column, form, isRequired });
  }
  if (writes.length === 0 && link.action !== "create") return "its body has no property to write";
  return writes;
}

function violationStatus({ responses }: Operation): QueryPlan["violation"] {
  return ([422, 400, 409] as const).find((one) => responses.some(({ status }) => status === String(one))) ?? 400;
}

function gapReason(gap: LinkGap, table: Table): string {
  switch (gap.kind) {
    case "body":
      return `\`${gap.name}\` of its body is no column of ${table.name}`;
    case "query":
      return `its parameter \`${gap.name}\` filters by no column of ${table.name}`;
    case "sort":
      return `its \`sort\` has the value \`${gap.name}\`, which is no column of ${table.name}`;
    case "response":
      return `\`${gap.name}\` of its reply is no column of ${table.name}`;
    case "column":
      return `nothing in the request fills ${table.name}.${gap.name}`;
    default:
      return gap satisfies never;
  }
}

function planList(
  operation: Operation,
  link: Link,
  table: Table,
  service: Service,
  database: Database,
): ListPlan | string {
  const query = operation.parameters.filter((parameter) => parameter.in === "query");
  const key = rowKey(table);
  const orderable = table.columns.filter((column) => isOrdered(knownType(column.type, database)));
  const isOrderable = (name: string) => orderable.some((column) => column.name === name);
  const isCounted = key.length === 0 || !key.every(isOrderable);
  const known = new Set(["limit", "cursor", "sort", ...link.filters.map(({ property }) => property)]);
  const other = query.find(({ name }) => !known.has(name));
  if (other !== undefined)
    return `its parameter \`${other.name}\` is neither a filter nor \`limit\`, \`cursor\` or \`sort\``;
  const sort = query.find(({ name }) => name === "sort");
  const orders: { value: string; column: Column; direction: "ASC" | "DESC" }[] = [];
  for (const value of sortValues(sort?.schema)) {
    const property = value.replace(/^-/, "");
    const column = columnOf(table, link.sorts.find((one) => one.property === property)?.column ?? "");
    if (column === undefined) return `its \`sort\` has the value \`${value}\`, which is no column of ${table.name}`;
    if (!isOrderable(column.name)) return `its \`sort\` has the value \`${value}\`, by which no list can be ordered`;
    orders.push({ value, column, direction: value.startsWith("-") ? "DESC" : "ASC" });
  }
  if (sort !== undefined && orders.length === 0) return "its `sort` has no list of values";
  const limit = query.find(({ name }) => name === "limit");
  const parent = parentOf(operation, link, table, database);
  return {
    filters: link.filters.map((filter) => {
      const schema = query.find(({ name }) => name === filter.property)?.schema;
      return { ...filter, isList: schema !== undefined && jsonTypes(schema, service).has("array") };
    }),
    key: isCounted ? countedKey(table, database) : key.map(sqlName),
    isCounted,
    orders,
    isSortGiven: sort !== undefined && (sort.required || hasOwnDefault(sort.schema)),
    limit: limit === undefined ? "none" : limit.required || hasOwnDefault(limit.schema) ? "given" : "optional",
    hasCursor: query.some(({ name }) => name === "cursor"),
    ...(parent === undefined ? {} : { parent }),
  };
}

function sortValues(schema: Schema | undefined): readonly string[] {
  if (schema?.kind !== "keywords") return [];
  return (schema.enum ?? []).filter((value): value is string => typeof value === "string");
}

function hasOwnDefault(schema: Schema): boolean {
  return schema.kind === "keywords" && schema.default !== undefined;
}

function parentOf(operation: Operation, link: Link, table: Table, database: Database): ListPlan["parent"] {
  const last = link.keys.at(-1);
  if (last === undefined || !operation.responses.some(({ status }) => status === "404")) return undefined;
  const given = new Map(link.keys.map(({ property, column }) => [column, property]));
  const foreignKey = table.foreignKeys.find(({ columns }) => {
    return columns.includes(last.column) && columns.every((column) => given.has(column));
  });
  const target = database.tables.find((one) => one.schema === foreignKey?.schema && one.name === foreignKey.table);
  if (foreignKey === undefined || target === undefined) return undefined;
  const targets = foreignKey.targetColumns.length > 0 ? foreignKey.targetColumns : target.primaryKey;
  const keys = foreignKey.columns.flatMap((column, at) => {
    const property = given.get(column);
    const there = targets[at];
    return property === undefined || there === undefined ? [] : [{ property, column: there }];
  });
  return keys.length === foreignKey.columns.length ? { table: target, keys } : undefined;
}

/** Every column that has an order; what a view makes has one as text. */
function countedKey(table: Table, database: Database): readonly string[] {
  const key = table.columns.flatMap(({ name, type }) => {
    const known = knownType(type, database);
    if (isOrdered(known)) return [sqlName(name)];
    return known.kind === "unknown" || known.kind === "other" ? [`${sqlName(name)}::text`] : [];
  });
  return key.length > 0 ? key : [`${sqlName(table.name)}::text`];
}

function columnOf(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

function allowsNull(schema: Schema, service: Service): boolean {
  if (schema.kind === "boolean") return schema.accepts;
  const target = resolve(schema, service);
  if (target === undefined) return false;
  const branches = [...(target.anyOf ?? []), ...(target.oneOf ?? [])];
  const isAny = target.types === undefined && target.enum === undefined && target.const === undefined;
  if (isAny && branches.length === 0 && target.allOf === undefined) return true;
  return (target.types ?? []).includes("null") || branches.some((branch) => allowsNull(branch, service));
}
