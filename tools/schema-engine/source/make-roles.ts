import type { Client } from "pg";

/** Roles of these names on a shadow. @returns those that were not there */
export async function makeRoles(admin: Client, names: readonly string[]): Promise<readonly string[]> {
  const { rows } = await admin.query<{ name: string }>("SELECT rolname AS name FROM pg_roles");
  const known = new Set(rows.map((row) => row.name));
  const lacking = [...new Set(names)].filter((name) => !known.has(name)).sort();
  for (const name of lacking) await admin.query(`CREATE ROLE ${admin.escapeIdentifier(name)}`);
  return lacking;
}
