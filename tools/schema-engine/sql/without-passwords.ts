/** Statements that hold the password of another server. */
const holders = /^\s*(?:CREATE|ALTER)\s+(?:SUBSCRIPTION|SERVER|USER\s+MAPPING|FOREIGN|ROLE|USER)\b/i;

/** A statement of a plan as it is printed and reported; the file has to hold the password. */
export function withoutPasswords(sql: string): string {
  if (!holders.test(sql)) return sql;
  return sql
    .replace(/(\b(?:ssl)?password\s*=\s*)(?:''(?:[^']|'''')*''|[^\s']+)/gi, "$1***")
    .replace(/(\b(?:ssl)?password"?\s+)'(?:[^']|'')*'/gi, "$1'***'")
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s:/@']*):[^\s@/']+@/gi, "$1:***@");
}
