import type { Column, Table } from "../model/database";
import { isMarked } from "../model/is-marked";
import type { ColumnLink, LinkAction, LinkGap } from "../model/link";
import type { Operation } from "../model/operation";
import { jsonSchema, propertiesOf, type SchemasByName } from "../model/properties-of";
import type { ColumnFinder } from "./find-column";

export interface BodyLinks {
  readonly writes: readonly ColumnLink[];
  readonly gaps: readonly LinkGap[];
}

/** Which columns the request body writes, and which values a row would lack. */
export function bodyLinks(
  operation: Operation,
  table: Table,
  action: LinkAction,
  keys: readonly ColumnLink[],
  schemas: SchemasByName,
  find: ColumnFinder,
): BodyLinks {
  if (action !== "create" && action !== "replace" && action !== "patch") return { writes: [], gaps: [] };
  const writes: ColumnLink[] = [];
  const gaps: LinkGap[] = [];
  for (const { name, schema } of propertiesOf(jsonSchema(operation.requestBody?.content ?? []), schemas)) {
    if (isMarked(schema, "readOnly", schemas)) continue;
    const column = find(name);
    if (column === undefined || !isWritable(column)) gaps.push({ kind: "body", name });
    else writes.push({ property: name, column: column.name });
  }
  if (action !== "create") return { writes, gaps };
  const given = new Set([...writes, ...keys].map((one) => one.column));
  const missing = table.columns.filter((one) => needsValue(one) && !given.has(one.name));
  return { writes, gaps: [...gaps, ...missing.map(({ name }): LinkGap => ({ kind: "column", name }))] };
}

function isWritable(column: Column): boolean {
  return column.generated === undefined && column.identity !== "always";
}

function needsValue(column: Column): boolean {
  const { nullable, identity, generated } = column;
  return !nullable && column.default === undefined && identity === undefined && generated === undefined;
}
