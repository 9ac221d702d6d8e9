import type { Column, Database, Table } from "../../model/database";
import type { ColumnLink, Link, LinkGap } from "../../model/link";
import type { Operation } from "../../model/operation";
import type { Schema } from "../../model/schema";
import type { Service } from "../../model/service";
import { bodyKind } from "../media-types";
import { type Codec, columnCodec, jsonTypes } from "./column-codec";
import { propertiesOf, type ResponseForm, resolve, responseForm } from "./response-form";

export interface ReadColumn {
  readonly property: string;
  readonly column: Column;
  readonly codec: Codec;
  /** The property may be left out, and is when the column is null. */
  readonly isOptional: boolean;
  /** The property is not among the required ones, so its type includes undefined. */
  readonly mayBeMissing: boolean;
  /** The property's type includes null. */
  readonly admitsNull: boolean;
}

/** Everything that the query of one linked operation needs. */
export interface QueryPlan {
  readonly operation: Operation;
  readonly link: Link;
  readonly table: Table;
  readonly form: ResponseForm;
  readonly reads: readonly ReadColumn[];
  /** Path parameters that select rows. */
  readonly keys: readonly ColumnLink[];
  readonly writes: readonly (ColumnLink & { readonly isRequired: boolean })[];
  readonly list?: ListPlan;
}

export interface ListPlan {
  readonly filters: readonly ColumnLink[];
  /** Sort parameter's values in the description's order; empty: by key. */
  readonly orders: readonly { readonly value: string; readonly column: Column; readonly direction: "ASC" | "DESC" }[];
  /** There is always a `sort`: it is required or has a default. */
  readonly isSortGiven: boolean;
  readonly limit: "given" | "optional" | "none";
  readonly hasCursor: boolean;
  /** The table of the parent, which must exist: its rows answer 404. */
  readonly parent?: { readonly table: Table; readonly column: string };
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
  if (form.kind !== "empty" && link.action === "delete") return { reason: "it answers with what it deleted" };
  const reads = planReads(link, table, form, service, database);
  if (typeof reads === "string") return { reason: reads };
  const writes = planWrites(operation, link, table, service);
  if (typeof writes === "string") return { reason: writes };
  const base = { operation, link, table, form, reads, keys: link.keys, writes };
  if (link.action !== "list") {
    if (link.action !== "create" && link.keys.length === 0) return { reason: "no path parameter selects a row" };
    return { plan: base };
  }
  if (table.primaryKey.length === 0) return { reason: `${table.name} has no primary key to page by` };
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
    const linked = link.reads.find(({ property }) => property === name);
    const column = linked && columnOf(table, linked.column);
    const codec = column && columnCodec(column, schema, service, database);
    const isFilled =
      column !== undefined && codec !== undefined && (!column.nullable || !isRequired || allowsNull(schema, service));
    if (isFilled) {
      const admitsNull = allowsNull(schema, service);
      const isOptional = !isRequired && column.nullable && !admitsNull;
      reads.push({ property: name, column, codec, isOptional, mayBeMissing: !isRequired, admitsNull });
    } else if (isRequired) return `\`${name}\` of its reply is no column of ${table.name}`;
  }
  return reads;
}

function planWrites(operation: Operation, link: Link, table: Table, service: Service) {
  if (!["create", "replace", "patch"].includes(link.action)) return [];
  const schema = operation.requestBody?.content.find(({ type }) => bodyKind(type) === "json")?.schema;
  const properties = schema === undefined ? undefined : propertiesOf(schema, service);
  if (properties === undefined) return "its body is no JSON object";
  const unwritten = properties.find(({ name }) => !link.writes.some(({ property }) => property === name));
  if (unwritten !== undefined) return `\`${unwritten.name}\` of its body is no column of ${table.name}`;
  const required = new Set(properties.filter(({ isRequired }) => isRequired).map(({ name }) => name));
  return link.writes.map((write) => ({ ...write, isRequired: required.has(write.property) }));
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
  const listed = query.find(({ name, schema }) => isFilter(link, name) && jsonTypes(schema, service).has("array"));
  if (listed !== undefined) return `its filter \`${listed.name}\` is a list`;
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
    orders.push({ value, column, direction: value.startsWith("-") ? "DESC" : "ASC" });
  }
  if (sort !== undefined && orders.length === 0) return "its `sort` has no list of values";
  const limit = query.find(({ name }) => name === "limit");
  const parent = parentOf(operation, link, table, database);
  return {
    filters: link.filters,
    orders,
    isSortGiven: sort !== undefined && (sort.required || hasOwnDefault(sort.schema)),
    limit: limit === undefined ? "none" : limit.required || hasOwnDefault(limit.schema) ? "given" : "optional",
    hasCursor: query.some(({ name }) => name === "cursor"),
    ...(parent === undefined ? {} : { parent }),
  };
}

function isFilter(link: Link, name: string): boolean {
  return link.filters.some(({ property }) => property === name);
}

function sortValues(schema: Schema | undefined): readonly string[] {
  if (schema?.kind !== "keywords") return [];
  return (schema.enum ?? []).filter((value): value is string => typeof value === "string");
}

function hasOwnDefault(schema: Schema): boolean {
  return schema.kind === "keywords" && schema.default !== undefined;
}

function parentOf(operation: Operation, link: Link, table: Table, database: Database): ListPlan["parent"] {
  const key = link.keys.at(-1);
  if (key === undefined || !operation.responses.some(({ status }) => status === "404")) return undefined;
  const foreignKey = table.foreignKeys.find(({ columns }) => columns.length === 1 && columns[0] === key.column);
  const target = database.tables.find((one) => one.schema === foreignKey?.schema && one.name === foreignKey.table);
  const column = foreignKey?.targetColumns[0] ?? target?.primaryKey[0];
  return target === undefined || column === undefined ? undefined : { table: target, column };
}

export function columnOf(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

function allowsNull(schema: Schema, service: Service): boolean {
  const target = resolve(schema, service);
  if (target === undefined) return false;
  const branches = [...(target.anyOf ?? []), ...(target.oneOf ?? [])];
  return (target.types ?? []).includes("null") || branches.some((branch) => allowsNull(branch, service));
}
