import { randomBytes } from "node:crypto";
import type { Client } from "pg";
import { connect } from "./connection/connect";
import { oneAfterAnother } from "./one-after-another";
import { proveScratch } from "./prove-scratch";
import { createShadowDatabase, dropShadowDatabase, type Shadow } from "./shadow";

export interface ScratchRequest {
  /** URL with the password: never to be printed. */
  readonly url: string;
  /** For people, without password. */
  readonly shown: string;
  /** What `SHOW specline.nonce` must answer. */
  readonly nonce: string;
  readonly major: number;
  /** Sessions of databases that the shadow must not share a server with. */
  readonly targets: readonly Client[];
  readonly onLine: (line: string) => void;
}

const prefix = "specline_shadow_";
/** Of the advisory lock: one run at a time, since roles belong to the whole server. */
const lockKey = 7_351_460_362;

/**
 * A shadow on a server of the team's own, which is used only after it has proved to be a scratch server. What runs there left behind is
 * removed first, and what this run makes at its end. Throws `Refused` before anything is written.
 */
export async function openScratchShadow(request: ScratchRequest): Promise<Shadow> {
  const url = sameServer(request.url);
  const admin = await connect(url("postgres"));
  try {
    await proveScratch(admin, request);
    await takeTurn(admin, request);
    await removeDatabases(admin, url);
  } catch (error) {
    await admin.end();
    throw error;
  }
  const before = await roleNames(admin);
  const run = `${prefix}${randomBytes(4).toString("hex")}_`;
  const inOrder = oneAfterAnother();
  let count = 0;
  return {
    major: request.major,
    async createDatabase(template) {
      const name = `${run}${++count}`;
      await inOrder(() => createShadowDatabase(admin, name, template, () => connect(url(name))));
      return { name, url: url(name) };
    },
    connect: (database) => connect(database.url),
    dropDatabase: (database) => inOrder(() => dropShadowDatabase(admin, database)),
    async stop() {
      await removeDatabases(admin, url);
      for (const role of (await roleNames(admin)).filter((name) => !before.includes(name))) {
        await admin.query(`DROP ROLE ${admin.escapeIdentifier(role)}`);
      }
      await admin.end();
    },
  };
}

/** Options of the URL could set the nonce themselves, so ours stand there: plans are mended by what PostgreSQL says in English. */
function sameServer(text: string): (database: string) => string {
  return (database) => {
    const url = new URL(text);
    url.pathname = `/${database}`;
    url.searchParams.set("options", "-c lc_messages=C");
    return url.href;
  };
}

async function takeTurn(admin: Client, { shown, onLine }: ScratchRequest): Promise<void> {
  const { rows } = await admin.query<{ free: boolean }>("SELECT pg_try_advisory_lock($1) AS free", [lockKey]);
  if (rows[0]?.free === true) return;
  onLine(`waiting for another run that uses the shadow ${shown}`);
  await admin.query("SELECT pg_advisory_lock($1)", [lockKey]);
}

async function removeDatabases(admin: Client, url: (database: string) => string): Promise<void> {
  const { rows } = await admin.query<{ name: string; subscriptions: number }>(
    `SELECT datname AS name, (SELECT count(*)::int FROM pg_subscription WHERE subdbid = d.oid) AS subscriptions
     FROM pg_database d WHERE starts_with(datname, $1)`,
    [prefix],
  );
  for (const { name, subscriptions } of rows) {
    if (subscriptions > 0) await dropSubscriptions(url(name));
    await admin.query(`DROP DATABASE ${admin.escapeIdentifier(name)} WITH (FORCE)`);
  }
}

/** They keep their database; without a slot nothing is said to their publishers. */
async function dropSubscriptions(url: string): Promise<void> {
  const client = await connect(url);
  const { rows } = await client.query<{ name: string }>(
    "SELECT subname AS name FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid AND d.datname = current_database()",
  );
  for (const name of rows.map((row) => client.escapeIdentifier(row.name))) {
    await client.query(`ALTER SUBSCRIPTION ${name} DISABLE`);
    await client.query(`ALTER SUBSCRIPTION ${name} SET (slot_name = NONE)`);
    await client.query(`DROP SUBSCRIPTION ${name}`);
  }
  await client.end();
}

async function roleNames(admin: Client): Promise<readonly string[]> {
  const { rows } = await admin.query<{ name: string }>("SELECT rolname AS name FROM pg_roles");
  return rows.map((row) => row.name);
}
