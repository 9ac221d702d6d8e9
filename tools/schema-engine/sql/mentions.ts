/** Whether SQL has a name as a whole word, in quotes or not. */
export function mentions(sql: string, bareName: string): boolean {
  const pattern = bareName.replaceAll('"', '""').replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![A-Za-z0-9_])${pattern}(?![A-Za-z0-9_])`).test(sql);
}
