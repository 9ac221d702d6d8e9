import type { SqlStatement } from "../sql/sql-statement";
import type { ScriptRun } from "./run-request";

/** Whether a statement makes the session that of another role. */
export function changesRole({ node }: SqlStatement): boolean {
  return "VariableSetStmt" in node && /^(role|session_authorization)$/.test(node.VariableSetStmt.name ?? "");
}

/** What the runner itself has to do in the middle of a script that may have become another role. */
export async function asOwnRole<Result>(
  { client, script }: Pick<ScriptRun, "client" | "script">,
  work: () => Promise<Result>,
): Promise<Result> {
  if (!script.statements.some(changesRole)) return work();
  const { rows } = await client.query<{ readonly user: string; readonly role: string }>(
    `SELECT session_user AS "user", current_setting('role') AS role`,
  );
  const { user = "", role = "none" } = rows[0] ?? {};
  await client.query("RESET SESSION AUTHORIZATION; RESET ROLE");
  const result = await work();
  await client.query(`SET SESSION AUTHORIZATION ${client.escapeIdentifier(user)}`);
  if (role !== "none") await client.query(`SET ROLE ${client.escapeIdentifier(role)}`);
  return result;
}
