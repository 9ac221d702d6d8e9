/** Whether SQL has a bare name as a whole word. It may stand for something else there: for what a name decides here, one too many does no harm. */
export function mentions(sql: string, name: string): boolean {
  let word = words.get(name);
  if (word === undefined) {
    word = wordOf(name);
    words.set(name, word);
  }
  return word.test(sql);
}

/** The same for many names in one text, which is read once. */
export function mentionsIn(sql: string): (name: string) => boolean {
  const known = new Set((sql.match(/[\p{L}\p{N}_$]+/gu) ?? []).map((word) => word.toLowerCase()));
  return (name) => (/^[\p{L}\p{N}_$]+$/u.test(name) ? known.has(name.toLowerCase()) : mentions(sql, name));
}

/** A plan asks for the same few names in all of its statements. */
const words = new Map<string, RegExp>();

function wordOf(name: string): RegExp {
  const text = name.replaceAll('"', '""').replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}_$])${text}(?![\\p{L}\\p{N}_$])`, "iu");
}
