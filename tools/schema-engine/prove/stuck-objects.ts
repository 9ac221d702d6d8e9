import type { Client } from "pg";
import { type CatalogSnapshot, readCatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { type CatalogDifference, compareSnapshots } from "../../postgres/catalog-snapshot/compare-snapshots";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";

/** Objects that have to be made again for most changes, which PostgreSQL refuses while others use them; `find` takes the name of the snapshot. */
const kinds: Readonly<Record<string, { readonly catalog: string; readonly find: string }>> = {
  collation: { catalog: "pg_collation", find: "SELECT $1::regcollation::oid" },
  operator: { catalog: "pg_operator", find: "SELECT $1::regoperator::oid" },
  "foreign server": {
    catalog: "pg_foreign_server",
    find: "SELECT oid FROM pg_foreign_server WHERE quote_ident(srvname) = $1",
  },
  "foreign table": { catalog: "pg_class", find: "SELECT $1::regclass::oid" },
};

/** Facts of foreign objects that no ALTER changes (PostgreSQL manual, ALTER SERVER, ALTER FOREIGN TABLE). */
const foreignFacts = ["type", "wrapper", "server"];

/**
 * Why no plan was found, if it is for what uses an object that changes: each such object with what is different and who uses it, before and after. For plans that
 * failed.
 */
export async function stuckObjects(
  shadow: Shadow,
  from: ShadowDatabase,
  to: ShadowDatabase,
): Promise<string | undefined> {
  const [before, after] = [await shadow.connect(from), await shadow.connect(to)];
  try {
    const [old, next] = [await readCatalogSnapshot(before, listed), await readCatalogSnapshot(after, listed)];
    const changed = changedObjects(old, next);
    const told: string[] = [];
    for (const one of changed) {
      const later = await usersOf(after, one);
      const users = (await usersOf(before, one)).filter((user) => later.includes(user));
      if (users.length > 0) told.push(`${one.text}\n${shown(users)}`);
    }
    return told.length === 0 ? undefined : told.join("\n");
  } finally {
    await Promise.all([before.end(), after.end()]);
  }
}

const listed = Object.keys(kinds);

function changedObjects(from: CatalogSnapshot, to: CatalogSnapshot): readonly CatalogDifference[] {
  return compareSnapshots(from, to).filter(({ kind, change, facts }) => {
    const names = facts.map((one) => one.name).filter((one) => !["owner", "restrict", "join"].includes(one));
    const isForeign = kind.startsWith("foreign ");
    return change === "different" && names.some((one) => !isForeign || foreignFacts.includes(one));
  });
}

async function usersOf(client: Client, { kind, name }: CatalogDifference): Promise<readonly string[]> {
  const { catalog = "", find = "" } = kinds[kind] ?? {};
  await client.query("SET search_path = ''");
  const { rows } = await client.query<{ user: string }>(
    `SELECT DISTINCT coalesce((SELECT pg_describe_object('pg_class'::regclass, r.ev_class, 0) FROM pg_rewrite r
         WHERE d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid), pg_describe_object(d.classid, d.objid, d.objsubid)) AS user
     FROM pg_depend d WHERE d.refclassid = '${catalog}'::regclass AND d.refobjid = (${find}) AND d.deptype = 'n' ORDER BY 1`,
    [name],
  );
  return rows.map((row) => row.user);
}

const shownUsers = 10;

function shown(users: readonly string[]): string {
  const rest = users.length - shownUsers;
  const lines = users.slice(0, shownUsers).map((user) => `  - ${user} uses it`);
  return [...lines, ...(rest > 0 ? [`  - and ${rest} more`] : [])].join("\n");
}
