import { type Client, escapeIdentifier } from "pg";

/**
 * Subscriptions belong to one database but stand in a catalog of the whole server (PostgreSQL manual, 53.54 `pg_subscription`), so `CREATE DATABASE …
 * TEMPLATE` leaves them behind. This makes them anew in the copy, all columns alike; nothing connects to a publisher.
 *
 * @param copy a session of a superuser in the copy
 * @param template name of the database that was copied
 */
export async function copySubscriptions(copy: Client, template: string): Promise<void> {
  const { rows } = await copy.query<{ oid: string; name: string; publications: string[] }>(
    `SELECT s.oid::text, s.subname::text AS name, s.subpublications AS publications FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid
     WHERE d.datname = $1 ORDER BY 2`,
    [template],
  );
  for (const { oid, name, publications } of rows) {
    await copy.query(
      `CREATE SUBSCRIPTION ${escapeIdentifier(name)} CONNECTION '' PUBLICATION ${publications.map(escapeIdentifier).join(", ")}
       WITH (connect = false, slot_name = NONE)`,
    );
    await takeOver(copy, name, oid);
  }
}

/** Whatever columns this version has. */
async function takeOver(copy: Client, name: string, oid: string): Promise<void> {
  const { rows } = await copy.query<{ list: string }>(
    `SELECT string_agg(quote_ident(attname), ', ') AS list FROM pg_attribute
     WHERE attrelid = 'pg_subscription'::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('oid', 'subdbid')`,
  );
  const owner = await copy.query<{ name: string }>(
    "SELECT pg_get_userbyid(subowner) AS name FROM pg_subscription WHERE oid = $1",
    [oid],
  );
  await copy.query(
    `ALTER SUBSCRIPTION ${escapeIdentifier(name)} OWNER TO ${escapeIdentifier(owner.rows[0]?.name ?? "")}`,
  );
  const columns = rows[0]?.list ?? "";
  const here = "s.subname = $1 AND s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())";
  await copy.query(
    `UPDATE pg_subscription s SET (${columns}) = (SELECT ${columns} FROM pg_subscription WHERE oid = $2) WHERE ${here}`,
    [name, oid],
  );
  // Its comment has been copied, but for the subscription of the template.
  await copy.query(
    `UPDATE pg_description d SET objoid = s.oid FROM pg_subscription s WHERE d.classoid = 'pg_subscription'::regclass AND d.objoid = $2 AND ${here}`,
    [name, oid],
  );
}
