import type { Client } from "pg";
import { Refused } from "../../report/refused";
import { readStatements } from "./read-statements";
import type { SqlFile } from "./sql-statement";
import { statementFailure } from "./statement-failure";

/** Runs a schema file on a shadow, statement by statement. Throws `Refused` with the place of what PostgreSQL refuses. */
export async function loadFile(client: Client, file: SqlFile): Promise<void> {
  for (const statement of await readStatements(file)) {
    try {
      await client.query(statement.text);
    } catch (error) {
      throw new Refused([statementFailure(error, statement, file)]);
    }
  }
}
