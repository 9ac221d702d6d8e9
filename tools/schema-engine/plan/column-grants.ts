import type { Node } from "libpg-query";
import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";
import { readStatements } from "../sql/read-statements";
import { splitName } from "../sql/split-name";
import { grantStatement } from "./grant-statement";
import { tableName } from "./table-name";

/**
 * "When revoking privileges on a table, the corresponding column privileges (if any) are automatically revoked on each column of the table, as well"
 * (PostgreSQL manual, REVOKE). Engines revoke all of a table to grant what is left: what its columns are to have is granted again after that.
 */
export async function withColumnGrants(
  actions: readonly EngineAction[],
  from: CatalogSnapshot,
  to: CatalogSnapshot,
): Promise<readonly EngineAction[]> {
  const before = new Set(from.objects.filter(({ kind }) => kind === "column").map((one) => one.name));
  // The engine grants those of a new column itself.
  const columns = to.objects.filter((one) => one.kind === "column" && before.has(one.name));
  const planned = await Promise.all(
    actions.map(async (action) => {
      const statements = await readStatements({ path: "plan", text: action.sql });
      const lost = statements.flatMap(({ node }) => revokedTables(node));
      return [action, ...lost.flatMap((one) => grants(one, columns))];
    }),
  );
  return planned.flat();
}

interface RevokedTable {
  readonly table: string;
  /** As the snapshot has it: `PUBLIC`, or the name without quotes. */
  readonly role: string;
}

function revokedTables(node: Node): readonly RevokedTable[] {
  if (!("GrantStmt" in node)) return [];
  const { is_grant, objtype, objects = [], privileges = [], grantees = [] } = node.GrantStmt;
  const isOfColumns = privileges.some((one) => "AccessPriv" in one && (one.AccessPriv.cols ?? []).length > 0);
  if (is_grant || objtype !== "OBJECT_TABLE" || isOfColumns) return [];
  const roles = grantees.flatMap((one) => {
    if (!("RoleSpec" in one)) return [];
    return one.RoleSpec.roletype === "ROLESPEC_PUBLIC" ? ["PUBLIC"] : (one.RoleSpec.rolename ?? []);
  });
  return objects.flatMap((one) =>
    "RangeVar" in one ? roles.map((role) => ({ table: tableName(one.RangeVar), role })) : [],
  );
}

function grants({ table, role }: RevokedTable, columns: readonly CatalogObject[]): readonly EngineAction[] {
  return columns
    .filter(({ name }) => splitName(name).owner === table)
    .flatMap(({ name, facts }) => {
      const all = Array.isArray(facts.privileges) ? facts.privileges.map(String) : [];
      const own = all.filter((one) => one.startsWith(`${role}=`)).map((one) => one.slice(role.length + 1));
      return own.map((one) => ({ sql: grantStatement(one, `TABLE ${table}`, role, splitName(name).part) }));
    });
}
