import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Shadow, type ShadowDatabase, startShadow } from "../../../tools/postgres/shadow";
import { lintScript } from "../../../tools/schema-engine/lint/lint-script";
import { readScript, type Script } from "../../../tools/schema-engine/migrations/read-script";
import { seedDatabase } from "../../../tools/schema-engine/seed/seed-database";
import { loadFiles } from "../../../tools/schema-engine/source/load-files";
import { lockName } from "../../../tools/schema-engine/trace/lock-mode";
import { namedTables } from "../../../tools/schema-engine/trace/named-tables";
import { isInstalled } from "../../database/is-installed";
import { migrationFolders, walkFolder } from "../migration-folder";
import { locksOf, locksWhileHeldUp, type ObservedLocks, strongestOf } from "./observe-locks";

const before = `CREATE TABLE t (id int PRIMARY KEY, b int);
CREATE INDEX t_b_idx ON t (b);
CREATE TABLE p (a int) PARTITION BY RANGE (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9);
`;

/** Statements that run outside of transactions: what others do to hold them up at their first lock, and where they wait later. */
const alone: readonly (readonly [string, readonly string[]])[] = [
  ["CREATE INDEX CONCURRENTLY i ON t (b)", ["LOCK t IN ACCESS EXCLUSIVE MODE", "LOCK t IN ROW EXCLUSIVE MODE"]],
  ["DROP INDEX CONCURRENTLY t_b_idx", ["LOCK t IN ACCESS EXCLUSIVE MODE", "LOCK t IN ACCESS SHARE MODE"]],
  ["REINDEX INDEX CONCURRENTLY t_b_idx", ["LOCK t IN ACCESS EXCLUSIVE MODE", "LOCK t IN ROW EXCLUSIVE MODE"]],
  ["REINDEX TABLE CONCURRENTLY t", ["LOCK t IN ACCESS EXCLUSIVE MODE", "LOCK t IN ROW EXCLUSIVE MODE"]],
  [
    "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY",
    ["LOCK ONLY p IN ACCESS EXCLUSIVE MODE", "LOCK ONLY p IN ACCESS SHARE MODE", "LOCK p1 IN ACCESS SHARE MODE"],
  ],
  ["VACUUM t", ["LOCK t IN SHARE UPDATE EXCLUSIVE MODE"]],
  ["VACUUM FULL t", ["LOCK t IN ACCESS SHARE MODE"]],
];

describe.each([18, 17, 16, 15].filter(isInstalled))("PostgreSQL %d", (major) => {
  let shadow: Shadow;
  beforeAll(async () => {
    shadow = await startShadow(process.cwd(), major);
  });
  afterAll(() => shadow?.stop());

  test.each(alone)("a sample: %s takes what lint says, seen from another session", async (sql, obstacles) => {
    const base = await loadFiles(shadow, [{ path: "before.sql", text: before }]);
    const lint = await lintScript(shadow, base, await readScript({ path: "a.sql", text: sql }));
    const seen: [string, ReturnType<ObservedLocks["get"]> & string][] = [];
    for (const obstacle of obstacles) {
      const copy = await shadow.createDatabase(base);
      const clients = await Promise.all([1, 2, 3].map(() => shadow.connect(copy)));
      const [runner, observer, blocker] = clients as [Client, Client, Client];
      seen.push(...(await locksWhileHeldUp({ runner, observer, blocker }, sql, obstacle)));
      await Promise.all(clients.map((one) => one.end()));
      await shadow.dropDatabase(copy);
    }
    expect(lint.statements.map((one) => one.isMeasured)).toEqual([false]);
    expect(shown(lint.statements[0]?.locks ?? [])).toEqual(observed(strongestOf(seen)));
  });

  test.runIf(major === 18).each(migrationFolders())("the locks of %s, seen from another session", async (name) => {
    let count = 0;
    let leftOut = 0;
    const wrong: string[] = [];
    await walkFolder(shadow, name, async ({ file, text, database }) => {
      const script = await readScript({ path: file, text });
      if (!script.isTransactional) return;
      const { statements } = await lintScript(shadow, database, script);
      const seen = await watchFromOutside(shadow, database, script);
      if (seen === undefined) leftOut++;
      for (const { line, locks } of seen ?? []) {
        const claimed = statements.find((one) => one.line === line);
        if (claimed === undefined) continue;
        count++;
        const [said, is] = [shown(claimed.locks).join(), locks.join()];
        if (said !== is) wrong.push(`${file}:${line} said ${said}, is ${is}`);
      }
    });
    console.log(
      `${name}: locks of ${count} statements, ${wrong.length} otherwise; ${leftOut} files run in one transaction only`,
    );
    expect(count).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });
});

interface Seen {
  readonly line: number;
  readonly locks: readonly string[];
}

/** Each statement in a transaction of its own, on the same rows as `lint` makes. `undefined`: the rows stand against one. */
async function watchFromOutside(
  shadow: Shadow,
  base: ShadowDatabase,
  script: Script,
): Promise<readonly Seen[] | undefined> {
  const copy = await shadow.createDatabase(base);
  const [runner, observer] = [await shadow.connect(copy), await shadow.connect(copy)];
  try {
    const isWanted = await namedTables(runner, script.statements.map((one) => one.text).join("\n"));
    await seedDatabase({
      client: runner,
      rows: 3,
      seed: 1,
      nullShare: 0,
      isTolerant: true,
      isWanted,
      onLine: () => {},
    });
    const { rows } = await runner.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    const seen: Seen[] = [];
    for (const { text, span } of script.statements) {
      const known = await tablesOf(observer);
      await runner.query("BEGIN");
      await runner.query(text);
      const held = [...(await locksOf(observer, rows[0]?.pid ?? 0))].filter(([table]) => known.includes(table));
      await runner.query("COMMIT");
      seen.push({ line: span.line, locks: observed(new Map(held)) });
    }
    // Of several on one line it could not be said which is which.
    return seen.filter((one) => seen.filter(({ line }) => line === one.line).length === 1);
  } catch (error) {
    if ((error as { code?: string }).code === undefined) throw error;
    return undefined;
  } finally {
    await Promise.all([runner.end(), observer.end()]);
    await shadow.dropDatabase(copy);
  }
}

function shown(locks: readonly { readonly table: string; readonly lock: string }[]): readonly string[] {
  return locks.map(({ table, lock }) => `${table} ${lock}`).sort();
}

function observed(locks: ObservedLocks): readonly string[] {
  return shown([...locks].map(([table, mode]) => ({ table, lock: lockName(mode) })));
}

async function tablesOf(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.oid >= 16384`,
  );
  return rows.map((row) => row.name);
}
