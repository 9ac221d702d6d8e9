import type { Client } from "pg";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import { Refused } from "../../report/refused";
import { readStatements } from "../sql/read-statements";
import type { SqlFile, SqlStatement } from "../sql/sql-statement";
import { statementFailure } from "../sql/statement-failure";

/** A new database of the shadow that holds what the files say. Throws `Refused` with the place of what PostgreSQL refuses. */
export async function loadFiles(shadow: Shadow, files: readonly SqlFile[]): Promise<ShadowDatabase> {
  // All files are parsed before the first statement runs.
  const parsed = await Promise.all(files.map(async (file) => ({ file, statements: await readStatements(file) })));
  const database = await shadow.createDatabase();
  const client = await shadow.connect(database);
  try {
    for (const { file, statements } of parsed) {
      for (const statement of statements) await runOnShadow(client, statement, file);
      await client.query("RESET ALL; RESET ROLE");
    }
  } finally {
    await client.end();
  }
  return database;
}

/** Roles belong to the whole server, so a second file of the shadow may meet those of the first. */
export async function runOnShadow(client: Client, statement: SqlStatement, file: SqlFile): Promise<void> {
  try {
    await client.query(statement.text);
  } catch (error) {
    const isRoleAgain = "CreateRoleStmt" in statement.node && (error as { code?: string }).code === "42710";
    if (!isRoleAgain) throw new Refused([statementFailure(error, statement, file)]);
  }
}
