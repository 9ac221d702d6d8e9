// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 64d107f55306a633
import { createHash } from "node:crypto";
import type { Queryable } from "./database.js";
import { explainErrors } from "./database-problem.js";
import { badRequest, type Problem } from "./problem.js";

/** An order of a list: by one column, then by the key, so that every row has its own place. */
export interface SortOrder {
  readonly column: string;
  readonly direction: "ASC" | "DESC";
  readonly nullable?: true;
}

export interface PageQuery {
  /** `SELECT … FROM …`, a constant. */
  readonly select: string;
  /**
   * Conditions such as `customer_id = ` or `status = ANY ` with their values and where these stand in the request; one without a
   * value is left out.
   */
  readonly where: readonly (readonly [condition: string, value: unknown, field: string])[];
  readonly order: SortOrder;
  /** Columns of a key. */
  readonly key: readonly string[];
  /** Nothing tells rows apart: `key` are columns to order by, and pages are counted. Rows that come or go shift them. */
  readonly isCounted?: true;
  readonly limit: number;
  readonly cursor: string | undefined;
}

export interface ResultPage<Item> {
  readonly items: Item[];
  /** Where the next page begins; null: this is the last one. */
  readonly nextCursor: string | null;
}

/**
 * Reads one page by keyset: it costs the same on every page, and no row is seen twice or left out while others come and go.
 * The text of the statement consists of constants; everything from a request is a parameter.
 */
export async function selectPage<Row extends object>(db: Queryable, query: PageQuery): Promise<ResultPage<Row>> {
  const { order, key } = query;
  const columns = [order.column, ...key.filter((name) => name !== order.column)];
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const given = query.where.filter(([, value]) => value !== undefined);
  const conditions = given.map(([condition, value]) => `${condition}(${parameter(value)})`);
  const fields = given.map(([, , field]) => field);
  const last =
    query.cursor === undefined ? undefined : decodeCursor(query.cursor, order, query.isCounted ? 1 : columns.length);
  const offset = query.isCounted && last !== undefined ? rowCount(last[0]) : 0;
  if (last !== undefined && !query.isCounted) conditions.push(after(columns, order, last, parameter));
  while (fields.length < values.length) fields.push("query.cursor");
  const text = [
    query.select,
    ...(conditions.length === 0 ? [] : [`WHERE ${conditions.join(" AND ")}`]),
    `ORDER BY ${columns.map((name) => orderBy(name, order)).join(", ")}`,
    `LIMIT ${parameter(query.limit + 1)}`,
    ...(query.isCounted ? [`OFFSET ${parameter(offset)}`] : []),
  ].join("\n");
  const { rows } = await explainErrors(db.query<Row>({ name: nameOf(text), text, values }), {}, { parameters: fields });
  const items = rows.slice(0, query.limit);
  const end = rows.length > query.limit ? items.at(-1) : undefined;
  if (end === undefined) return { items, nextCursor: null };
  const place = query.isCounted ? [offset + items.length] : columns.map((name) => Reflect.get(end, plainName(name)));
  return { items, nextCursor: encodeCursor(order, place) };
}

/** A name as rows have it: without the quotes that SQL needs. */
function plainName(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

function orderBy(name: string, order: SortOrder): string {
  return `${name} ${order.direction}${order.nullable && name === order.column ? " NULLS LAST" : ""}`;
}

function after(
  columns: readonly string[],
  { direction, nullable }: SortOrder,
  last: readonly unknown[],
  parameter: (value: unknown) => string,
): string {
  const operator = direction === "ASC" ? ">" : "<";
  const [first = "", ...rest] = columns;
  if (nullable && last[0] === null) {
    return `${first} IS NULL AND (${rest.join(", ")}) ${operator} (${last.slice(1).map(parameter).join(", ")})`;
  }
  const isAfter = `(${columns.join(", ")}) ${operator} (${last.map(parameter).join(", ")})`;
  return nullable ? `(${isAfter} OR ${first} IS NULL)` : isAfter;
}

function encodeCursor(order: SortOrder, values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([order.column, order.direction, ...values])).toString("base64url");
}

function decodeCursor(cursor: string, order: SortOrder, length: number): readonly unknown[] {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (Array.isArray(decoded) && decoded.length === length + 2) {
      const [column, direction, ...values] = decoded as unknown[];
      const isPlain = values.every((value) => value === null || typeof value !== "object");
      if (column === order.column && direction === order.direction && isPlain) return values;
    }
  } catch {
    // Told below, like every other text that is no cursor.
  }
  throw noCursor();
}

function rowCount(value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw noCursor();
  return value;
}

function noCursor(): Problem {
  return badRequest([{ field: "query.cursor", message: "is no cursor of this list and this order" }]);
}

const names = new Map<string, string>();

/** A prepared statement has one text: its name is made from it. */
function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = `page_${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
    names.set(text, name);
  }
  return name;
}
