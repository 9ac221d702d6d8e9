import type { Client } from "pg";
import type { Shadow } from "../../postgres/shadow";
import { copyRoles } from "../source/copy-roles";
import { namedRoles } from "../sql/named-roles";
import type { SqlStatement } from "../sql/sql-statement";

/**
 * Gives the shadow the roles of the live server, and those that only the statements name, so that these run also when the live server has
 * lost one.
 * @returns the names that the live server lacks
 */
export async function lendRoles(
  shadow: Shadow,
  live: Client,
  statements: readonly SqlStatement[],
): Promise<readonly string[]> {
  const named = statements.flatMap(({ node }) => [
    ...namedRoles(node).map((one) => one.name),
    ...("CreateRoleStmt" in node ? [node.CreateRoleStmt.role ?? ""] : []),
  ]);
  const admin = await shadow.connect(await shadow.createDatabase());
  try {
    await copyRoles(admin, live);
    const { rows } = await admin.query<{ name: string }>("SELECT rolname AS name FROM pg_roles");
    const known = new Set(rows.map((row) => row.name));
    const lacking = [...new Set(named)].filter((name) => !known.has(name)).sort();
    for (const name of lacking) await admin.query(`CREATE ROLE ${admin.escapeIdentifier(name)}`);
    return lacking;
  } finally {
    await admin.end();
  }
}
