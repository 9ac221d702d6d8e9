/** Whether SQL has a bare name as a whole word. It may stand for something else there: for what a name decides here, one too many does no harm. */
export function mentions(sql: string, name: string): boolean {
  const word = name.replaceAll('"', '""').replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}_$])${word}(?![\\p{L}\\p{N}_$])`, "iu").test(sql);
}
