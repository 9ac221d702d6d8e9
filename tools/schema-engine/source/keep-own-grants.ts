import type { Client } from "pg";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";

/**
 * What whoever migrates may do in a schema of the owner of the database, as `public` is since PostgreSQL 15, is granted on *to* as well: a
 * plan that takes it back from its own runner would be its last.
 */
export async function keepOwnGrants(
  shadow: Shadow,
  live: Client,
  { from, to }: { readonly from: ShadowDatabase; readonly to: ShadowDatabase },
): Promise<void> {
  const { rows } = await live.query<{ role: string }>("SELECT current_user::text AS role");
  const before = await shadow.connect(from);
  const grants = await ownGrants(before, rows[0]?.role ?? "").finally(() => before.end());
  const after = await shadow.connect(to);
  try {
    for (const grant of grants) await after.query(grant);
  } finally {
    await after.end();
  }
}

async function ownGrants(client: Client, role: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ sql: string }>(
    `SELECT format('GRANT %s ON SCHEMA %I TO %I%s', x.privilege_type, n.nspname, $1::text,
       CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' END) AS sql
     FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) x
     WHERE n.nspname = 'public' AND n.nspowner = 'pg_database_owner'::regrole
       AND x.grantee = (SELECT oid FROM pg_roles WHERE rolname = $1) ORDER BY 1`,
    [role],
  );
  return rows.map(({ sql }) => sql);
}
