import type { Column, Database } from "../model/database";
import { ownType } from "../model/own-type";
import type { JsonType } from "../model/schema";

/** What JSON can say about a column's values. */
export interface ColumnShape {
  /** JSON types that the column's values may have; empty: nothing is known of the type. */
  readonly types: readonly JsonType[];
  readonly isNullable: boolean;
  /** A column of JSON: null is a value of it, whether or not it may be SQL's NULL. */
  readonly isJson?: true;
  /** Characters, of `varchar(n)` and `char(n)`. */
  readonly maxLength?: number;
  /** Values of an enum. */
  readonly values?: readonly string[];
}

const textTypes = [
  ...["text", "varchar", "bpchar", "char", "name", "citext", "uuid", "date", "time", "timetz", "timestamp"],
  ...["timestamptz", "interval", "bytea", "inet", "cidr", "macaddr", "xml", "money", "tsvector"],
];

const jsonTypes: Readonly<Record<string, readonly JsonType[]>> = {
  bool: ["boolean"],
  int2: ["integer"],
  int4: ["integer"],
  // Numbers beyond 2^53 need text in JSON.
  int8: ["integer", "string"],
  numeric: ["number", "integer", "string"],
  float4: ["number"],
  float8: ["number"],
  ...Object.fromEntries(textTypes.map((name) => [name, ["string"]])),
};

/** Follows domains to their base. */
export function columnShape(column: Column, database: Database): ColumnShape {
  let { type } = column;
  let isNullable = column.nullable;
  for (let hops = 0; hops < 10; hops++) {
    const domain = ownType(type, database.domains);
    if (domain === undefined) break;
    isNullable &&= !domain.notNull;
    type = domain.base;
  }
  if (type.arrayDimensions > 0 || column.type.arrayDimensions > 0) return { types: ["array"], isNullable };
  const listed = ownType(type, database.enums);
  if (listed !== undefined) return { types: ["string"], isNullable, values: listed.values };
  const types = Object.hasOwn(jsonTypes, type.name) ? (jsonTypes[type.name] ?? []) : [];
  const [length] = type.arguments;
  const isLimited = length !== undefined && (type.name === "varchar" || type.name === "bpchar");
  const isJson = type.name === "json" || type.name === "jsonb";
  return { types, isNullable, ...(isJson && { isJson }), ...(isLimited && { maxLength: length }) };
}
