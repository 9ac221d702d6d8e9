import { type RangeVar, scanSync } from "libpg-query";

/** `schema.table` as the catalog snapshot writes it for plain names. */
export function tableName(relation: RangeVar | undefined): string {
  return `${quoted(relation?.schemaname ?? "public")}.${quoted(relation?.relname ?? "")}`;
}

/** As PostgreSQL's quote_ident: quoted unless it is a plain name and no keyword but an unreserved one. Some statement has been parsed before. */
export function quoted(name: string): string {
  return isPlain(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

function isPlain(name: string): boolean {
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) return false;
  const kind = scanSync(name).tokens[0]?.keywordName;
  return kind === "NO_KEYWORD" || kind === "UNRESERVED_KEYWORD";
}
