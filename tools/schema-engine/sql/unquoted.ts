/** SQL without quotes of names and without the semicolon at its end: engines quote every name, the snapshot only where it must. */
export function unquoted(sql: string): string {
  return sql.replaceAll('"', "").replace(/;\s*$/, "").trim();
}
