import type { Client } from "pg";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import { Refused } from "../../report/refused";
import { queryOnShadow } from "../sql/query-on-shadow";
import { readStatements } from "../sql/read-statements";
import type { SqlFile, SqlStatement } from "../sql/sql-statement";
import { statementFailure } from "../sql/statement-failure";
import { unfinishedTransactions } from "./unfinished-transactions";

/** A new database of the shadow that holds what the files say. Throws `Refused` with the place of what PostgreSQL refuses. */
export async function loadFiles(shadow: Shadow, files: readonly SqlFile[]): Promise<ShadowDatabase> {
  // All files are parsed before the first statement runs.
  const parsed = await Promise.all(files.map(async (file) => ({ file, statements: await readStatements(file) })));
  const unfinished = parsed.flatMap(({ statements }) => unfinishedTransactions(statements));
  if (unfinished.length > 0) throw new Refused(unfinished);
  const database = await shadow.createDatabase();
  const client = await shadow.connect(database);
  try {
    for (const { file, statements } of parsed) {
      for (const statement of statements) {
        if (!isCopyOfStdin(statement)) await runOnShadow(client, statement, file);
      }
      await client.query("RESET ALL; RESET ROLE");
    }
  } finally {
    await client.end();
  }
  return database;
}

/** The rows of it are no part of a schema, so they are not here. */
function isCopyOfStdin({ node }: SqlStatement): boolean {
  return "CopyStmt" in node && node.CopyStmt.filename === undefined && node.CopyStmt.is_program !== true;
}

/** Roles belong to the whole server, so a second file of the shadow may meet those of the first. */
export async function runOnShadow(client: Client, statement: SqlStatement, file: SqlFile): Promise<void> {
  try {
    if ("CreateRoleStmt" in statement.node) {
      const role = statement.node.CreateRoleStmt.role;
      // Asked before, since an error would end the transaction around it.
      if ((await client.query("SELECT FROM pg_roles WHERE rolname = $1", [role])).rows.length > 0) return;
    }
    await queryOnShadow(client, statement);
  } catch (error) {
    throw new Refused([statementFailure(error, statement, file, client)]);
  }
}
