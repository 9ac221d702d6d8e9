/**
 * A regular expression of PostgreSQL as one of ECMAScript, if it means the same in both: literal characters, sets of them,
 * groups, alternatives, repetitions and anchors. Classes such as `\d`, `[:alpha:]` and `.` differ (letters of all languages,
 * line breaks), so a pattern with one is left to the database.
 */
export function toPattern(expression: string): string | undefined {
  if (/^\*\*\*|^\(\?|\(\?|\[[:.=]|\\[A-Za-z0-9]/.test(expression)) return undefined;
  if (
    expression
      .replace(/\\./g, "")
      .replace(/\[\^?\]?[^\]]*\]/g, "")
      .includes(".")
  )
    return undefined;
  // A set that begins with `]`, and intervals of sets, are written in another way there.
  if (/\[\^?\]/.test(expression) || /[\p{Cc}]/u.test(expression)) return undefined;
  // A set without a complement may be left open: `[^a]` takes line breaks in both.
  try {
    new RegExp(expression, "u");
    return expression;
  } catch {
    return undefined;
  }
}
