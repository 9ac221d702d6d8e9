import type { ColumnType, Database } from "../../model/database";
import { isBuiltIn, ownType } from "../../model/own-type";

/** Words that PostgreSQL 18 does not take as a column's or table's name without quotes (its appendix C, "reserved"). */
const reserved = new Set(
  `all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column
  concurrently constraint create cross current_catalog current_date current_role current_schema current_time
  current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from
  full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime
  localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning
  right select session_user similar some symmetric system_user table tablesample then to trailing true union unique user
  using variadic verbose when where window with`.split(/\s+/),
);

/** A name as it stands in a statement: quoted only where it must be. */
export function sqlName(name: string): string {
  const isPlain = /^[a-z_][a-z0-9_]*$/.test(name) && !reserved.has(name);
  return isPlain ? name : `"${name.replaceAll('"', '""')}"`;
}

/** A type as it stands in a cast; an enum with its schema where its name alone would mean another type. */
export function sqlType(type: ColumnType, database: Database): string {
  const own = ownType(type, database.enums);
  const text = own === undefined ? sqlName(type.name) : isBuiltIn(own.name) ? qualified(own) : sqlTable(own);
  return text + "[]".repeat(type.arrayDimensions);
}

export function sqlTable({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return schema === "public" ? sqlName(name) : qualified({ schema, name });
}

function qualified({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${sqlName(schema)}.${sqlName(name)}`;
}
