import type { RangeVar } from "libpg-query";

/** `schema.table` as the catalog snapshot writes it for plain names. */
export function tableName(relation: RangeVar | undefined): string {
  return `${quoted(relation?.schemaname ?? "public")}.${quoted(relation?.relname ?? "")}`;
}

/** As PostgreSQL's quote_ident, but reserved words are left alone: the name is for comparing and for people. */
export function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
