import type { Client } from "pg";

/** Gives a server of ours the roles of another one, by name only: plans and migrations name them. Returns the owner of the database. */
export async function copyRoles(admin: Client, live: Client): Promise<string | undefined> {
  const { rows } = await live.query<{ name: string; owner: boolean }>(
    `SELECT rolname AS name, oid = (SELECT datdba FROM pg_database WHERE datname = current_database()) AS owner
     FROM pg_roles WHERE rolname !~ '^pg_'`,
  );
  for (const { name } of rows) {
    const known = await admin.query("SELECT FROM pg_roles WHERE rolname = $1", [name]);
    if (known.rows.length === 0) await admin.query(`CREATE ROLE ${admin.escapeIdentifier(name)}`);
  }
  return rows.find((one) => one.owner)?.name;
}
