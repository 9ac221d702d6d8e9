import type { Client } from "pg";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import type { Migration } from "../migrations/migration";
import { readScript, type Script } from "../migrations/read-script";
import type { SqlStatement } from "../sql/sql-statement";
import { runOnShadow } from "./load-files";

/** A new database of the shadow, made by these migrations. Throws `Refused` with the place of what PostgreSQL refuses. */
export async function replay(
  shadow: Shadow,
  migrations: readonly Migration[],
  shownPath: string,
): Promise<ShadowDatabase> {
  const scripts = await Promise.all(
    migrations.map((one) => readScript({ path: `${shownPath}/${one.upFile}`, text: one.up })),
  );
  const database = await shadow.createDatabase();
  const client = await shadow.connect(database);
  try {
    for (const script of scripts) await replayScript(client, script);
  } finally {
    await client.end();
  }
  return database;
}

/** Without history: for shadows. `after` looks at what each statement has done. */
export async function replayScript(
  client: Client,
  { file, statements, isTransactional }: Script,
  after?: (statement: SqlStatement) => Promise<void>,
): Promise<void> {
  if (isTransactional) await client.query("BEGIN");
  for (const statement of statements) {
    await runOnShadow(client, statement, file);
    await after?.(statement);
  }
  if (isTransactional) await client.query("COMMIT");
  // Temporary tables too, as where each migration is run by itself.
  await client.query("RESET ALL; RESET ROLE; DISCARD TEMP");
}
