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
  const known = keywords.get(name) ?? String(scanSync(name).tokens[0]?.keywordName);
  keywords.set(name, known);
  return known === "NO_KEYWORD" || known === "UNRESERVED_KEYWORD";
}

/** A plan names the same tables in all of its statements. */
const keywords = new Map<string, string>();
