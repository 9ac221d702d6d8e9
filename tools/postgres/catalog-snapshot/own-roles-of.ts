import type { Client } from "pg";

/**
 * Roles that stand for one another where a database is compared with a shadow: its owner, and whoever migrates it.
 *
 * @param migrating the session's own role, unless this is given
 */
export async function ownRolesOf(live: Client, migrating?: string): Promise<readonly string[]> {
  const { rows } = await live.query<{ owner: string; current: string }>(
    `SELECT pg_get_userbyid(datdba)::text AS owner, current_user::text AS current
     FROM pg_database WHERE datname = current_database()`,
  );
  return [...new Set(rows.flatMap(({ owner, current }) => [owner, migrating ?? current]))];
}
