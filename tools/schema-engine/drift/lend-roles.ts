import type { Client } from "pg";
import type { Shadow } from "../../postgres/shadow";
import { copyRoles } from "../source/copy-roles";
import { makeRoles } from "../source/make-roles";
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
    return await makeRoles(admin, named);
  } finally {
    await admin.end();
  }
}
