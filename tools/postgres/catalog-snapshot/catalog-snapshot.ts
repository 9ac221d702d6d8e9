import type { Client } from "pg";
import type { JsonValue } from "../../report/json";
import { readingTimeZone } from "../connection/session-settings";
import { sections } from "./sections";
import { ownRoles as ownRolesSetting } from "./sql-fragments";
import { findUnmodelled } from "./unmodelled";

export interface CatalogObject {
  readonly kind: string;
  /** With schema, as PostgreSQL quotes it. Unique within its kind. */
  readonly name: string;
  readonly facts: Readonly<Record<string, JsonValue>>;
}

/** What a database holds, apart from data: no OID, no name of the database, nothing that depends on the history of changes. */
export interface CatalogSnapshot {
  readonly objects: readonly CatalogObject[];
  /** Kinds of object that are there and are in no section, with their number. */
  readonly unmodelled: readonly string[];
  /** Kinds that the session may not read. */
  readonly unread?: readonly string[];
  /** Materialized views without rows. A plan makes them so, but a REFRESH since then is no difference. */
  readonly unpopulated?: readonly string[];
}

/**
 * Reads the catalog in one read-only transaction; takes no lock stronger than a read. PostgreSQL 15 to 18.
 *
 * @param kinds only these, where a part of it is enough
 * @param ownRoles that stand for whoever migrates, in place of the current user
 */
export function readCatalogSnapshot(
  client: Client,
  kinds?: readonly string[],
  ownRoles?: readonly string[],
): Promise<CatalogSnapshot> {
  return inReadOnlySnapshot(client, () => readCatalog(client, kinds, ownRoles));
}

/** All that `work` reads is of one moment. */
export async function inReadOnlySnapshot<Result>(client: Client, work: () => Promise<Result>): Promise<Result> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    return await work();
  } finally {
    await client.query("ROLLBACK");
  }
}

/** In the transaction of the caller. */
export async function readCatalog(
  client: Client,
  kinds?: readonly string[],
  ownRoles?: readonly string[],
): Promise<CatalogSnapshot> {
  if (ownRoles !== undefined) {
    await client.query("SELECT set_config($1, $2::name[]::text, true)", [ownRolesSetting, ownRoles]);
  }
  await client.query(`SET LOCAL search_path = ''; SET LOCAL timezone = '${readingTimeZone}'`);
  const objects: CatalogObject[] = [];
  const mayReadAll = await isSuperuser(client);
  const unread = sections.filter((section) => section.isForSuperusers === true && !mayReadAll);
  for (const section of sections) {
    if (unread.includes(section) || (kinds !== undefined && !kinds.includes(section.kind))) continue;
    const { rows } = await client.query<{ name: string; facts: CatalogObject["facts"] }>(section.sql);
    for (const row of rows) objects.push({ kind: section.kind, name: row.name, facts: row.facts });
  }
  const unpopulated = kinds === undefined ? await viewsWithoutRows(client) : [];
  objects.sort((a, b) => compare(a.kind, b.kind) || compare(a.name, b.name));
  return {
    objects,
    unmodelled: kinds === undefined ? await findUnmodelled(client) : [],
    unread: unread.map(({ kind }) => kind),
    ...(unpopulated.length === 0 ? {} : { unpopulated }),
  };
}

async function viewsWithoutRows(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'm' AND NOT c.relispopulated ORDER BY 1`,
  );
  return rows.map((row) => row.name);
}

async function isSuperuser(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ is: boolean }>(
    "SELECT rolsuper AS is FROM pg_roles WHERE rolname = current_user",
  );
  return rows[0]?.is === true;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
