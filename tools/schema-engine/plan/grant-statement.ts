import { quoted } from "./table-name";

/**
 * @param what in a snapshot's words, without the role: `SELECT`, with `*` where it may be passed on
 * @param object as `GRANT` names it, `TABLE public.t`
 * @param role `PUBLIC`, or the name without quotes
 * @param column SQL
 */
export function grantStatement(what: string, object: string, role: string, column?: string): string {
  const privilege = `${what.replace("*", "")}${column === undefined ? "" : ` (${column})`}`;
  return `GRANT ${privilege} ON ${object} TO ${granteeOf(role)}${what.endsWith("*") ? " WITH GRANT OPTION" : ""}`;
}

export function granteeOf(role: string): string {
  return role === "PUBLIC" ? role : quoted(role);
}
