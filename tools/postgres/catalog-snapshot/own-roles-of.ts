import type { Client } from "pg";

/**
 * Roles that stand for one another where a database is compared with a shadow: its owner, and whoever migrates it. That is the owner of the
 * history, whoever looks; before there is one, the session's own role.
 */
export async function ownRolesOf(live: Client): Promise<readonly string[]> {
  const { rows } = await live.query<{ name: string }>(
    `SELECT pg_get_userbyid(datdba)::text AS name FROM pg_database WHERE datname = current_database()
     UNION SELECT coalesce((SELECT pg_get_userbyid(nspowner)::text FROM pg_namespace WHERE nspname = 'specline'), current_user::text)`,
  );
  return rows.map(({ name }) => name);
}
