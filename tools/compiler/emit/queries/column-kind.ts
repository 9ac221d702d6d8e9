import type { Column, ColumnType, Database, EnumType } from "../../model/database";
import { ownType } from "../../model/own-type";

/** What a column's values are, as far as JSON and SQL have to agree on them. */
export type ColumnKind =
  | "boolean"
  | "integer"
  | "bigint"
  | "decimal"
  | "float"
  | "text"
  | "enum"
  | "uuid"
  | "date"
  | "time"
  | "timestamp"
  | "timestamptz"
  | "json"
  | "bytes"
  /** A type whose values only PostgreSQL writes and reads, as text: ranges, addresses, those of extensions. */
  | "other"
  /** A column of a view whose query does not tell the type. */
  | "unknown";

export interface KnownType {
  readonly kind: ColumnKind;
  /** The type below domains. */
  readonly base: ColumnType;
  /** 0: no array. */
  readonly arrayDimensions: number;
  readonly listed?: EnumType;
  /** Domains on the way to the base, outermost first. */
  readonly domains: readonly Database["domains"][number][];
}

const kinds: Readonly<Record<string, ColumnKind>> = {
  bool: "boolean",
  int2: "integer",
  int4: "integer",
  oid: "bigint",
  int8: "bigint",
  numeric: "decimal",
  float4: "float",
  float8: "float",
  text: "text",
  varchar: "text",
  bpchar: "text",
  char: "text",
  name: "text",
  citext: "text",
  uuid: "uuid",
  date: "date",
  time: "time",
  timetz: "time",
  timestamp: "timestamp",
  timestamptz: "timestamptz",
  json: "json",
  jsonb: "json",
  bytea: "bytes",
  unknown: "unknown",
};

/** Follows domains to their base. */
export function knownType(type: ColumnType, database: Database): KnownType {
  const domains: Database["domains"][number][] = [];
  let base = type;
  let arrayDimensions = type.arrayDimensions;
  for (let hops = 0; hops < 16; hops++) {
    const domain = ownType(base, database.domains);
    if (domain === undefined) break;
    domains.push(domain);
    base = domain.base;
    arrayDimensions += base.arrayDimensions;
  }
  const listed = ownType(base, database.enums);
  const known = Object.hasOwn(kinds, base.name) ? kinds[base.name] : undefined;
  const kind = listed !== undefined ? "enum" : (known ?? "other");
  return { kind, base, arrayDimensions, domains, ...(listed !== undefined && { listed }) };
}

/** Whether a column may be null: it or a domain that it has says so. */
export function isNullable(column: Column, database: Database): boolean {
  return column.nullable && !knownType(column.type, database).domains.some((domain) => domain.notNull);
}

/** SQL text of what a column gets when nothing is given: its own default, else that of its domain. */
export function defaultOf(column: Column, database: Database): string | undefined {
  return column.default ?? knownType(column.type, database).domains.find((one) => one.default !== undefined)?.default;
}

const ordered: readonly ColumnKind[] = [
  ...(["boolean", "integer", "bigint", "decimal", "float", "text", "enum", "uuid"] as const),
  ...(["date", "time", "timestamp", "timestamptz"] as const),
];

/** Whether a list can be ordered by the type, and a cursor can hold its values as they come from the driver. */
export function isOrdered({ kind, arrayDimensions }: KnownType): boolean {
  return arrayDimensions === 0 && ordered.includes(kind);
}
