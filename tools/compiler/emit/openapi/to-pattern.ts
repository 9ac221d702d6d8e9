/**
 * A regular expression of PostgreSQL as one of ECMAScript, if it means the same in both: literal characters, sets of them,
 * groups, alternatives, repetitions and anchors. Classes such as `\d`, `[[:alpha:]]` and `.` differ (letters of all languages,
 * line breaks), so a pattern with one is left to the database.
 */
export function toPattern(expression: string): string | undefined {
  // Directors and options of the whole expression, look-around, classes and back references.
  if (/^\*\*\*|\(\?|\\[A-Za-z0-9]|\p{Cc}/u.test(expression)) return undefined;
  // A set that begins with `]` is written in another way there.
  if (/\[\^?\]/.test(expression)) return undefined;
  const literal = expression.replace(/\\./gu, "");
  const sets = literal.match(/\[[^\]]*\]/g) ?? [];
  if (sets.some((set) => /.\[[:.=]/.test(set))) return undefined;
  if (literal.replace(/\[[^\]]*\]/g, "").includes(".")) return undefined;
  try {
    new RegExp(expression, "u");
    return expression;
  } catch {
    return undefined;
  }
}
