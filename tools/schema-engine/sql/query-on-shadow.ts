import type { Client } from "pg";
import { onShadow } from "./on-shadow";
import { readStatements } from "./read-statements";
import { isLocalSetting, timeoutName } from "./settings";
import type { SqlStatement } from "./sql-statement";

/** Every statement of a user or a plan runs on a shadow by this, so that none reaches another server. */
export async function queryOnShadow(
  client: Client,
  { text, node }: Pick<SqlStatement, "text" | "node">,
): Promise<void> {
  const timeout = timeoutName(node);
  // Nobody waits on a shadow, and a machine that is slow for a moment proves nothing; PostgreSQL has seen that it can be set. Both at once, or the time
  // may be up before it is taken back.
  const takingBack = timeout === undefined ? "" : `\n; SET ${isLocalSetting(node) ? "LOCAL " : ""}${timeout} = 0`;
  for (const sql of onShadow(node) ?? [text]) await client.query(sql + takingBack);
}

/** The same of a text that nobody has parsed yet. */
export async function queryTextOnShadow(client: Client, text: string): Promise<void> {
  // Parsing costs more than most statements of a plan.
  if (!/\bSUBSCRIPTION\b/i.test(text)) {
    await client.query(text);
    return;
  }
  for (const statement of await readStatements({ path: "plan", text })) await queryOnShadow(client, statement);
}
