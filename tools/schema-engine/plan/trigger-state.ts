/** What `ALTER TABLE` says of a trigger or rule whose `tgenabled` or `ev_enabled` is this (PostgreSQL manual, pg_trigger, pg_rewrite). */
export function triggerState(enabled: unknown): string {
  const states: Readonly<Record<string, string>> = { D: "DISABLE", R: "ENABLE REPLICA", A: "ENABLE ALWAYS" };
  return states[String(enabled)] ?? "ENABLE";
}
