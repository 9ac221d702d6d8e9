import { cpSync } from "node:fs";
import { join } from "node:path";
import { Client, DatabaseError } from "pg";
import type { Shadow } from "../../../tools/postgres/shadow";
import { diff } from "../../../tools/schema-engine/commands/diff";
import { migrate } from "../../../tools/schema-engine/commands/migrate";
import { deltaEngine } from "../../../tools/schema-engine/engine/delta-engine";
import { loadFiles } from "../../../tools/schema-engine/source/load-files";
import { makeDatabaseWorkspace } from "../../database/database-workspace";
import type { Change } from "./changes";
import { shop } from "./shop";

/** A way to make a change: planned before anybody works on the database, then applied while others do. */
export interface Way {
  readonly name: string;
  /** Whether it claims to disturb nobody. */
  readonly isOnline: boolean;
  plan(change: Change): Promise<(url: string) => Promise<void>>;
}

/** @param root workspace whose migrations make the shop */
export function waysOf(root: string, shadow: Shadow): readonly Way[] {
  return [
    { name: "specline", isOnline: true, plan: (change) => planOurs(root, change) },
    {
      name: "plain SQL",
      isOnline: false,
      plan:
        async ({ plain }) =>
        (url) =>
          runAll(url, plain),
    },
    { name: "pg-delta", isOnline: false, plan: (change) => planByDelta(shadow, change) },
  ];
}

/** What `nx run db:diff` and `nx run db:migrate` do. */
async function planOurs(root: string, { title, after, expandContract }: Change) {
  const workspace = makeDatabaseWorkspace();
  cpSync(join(root, "specs"), join(workspace.root, "specs"), { recursive: true });
  workspace.write("schema.sql", after);
  await diff(workspace.project(), {
    name: title.replace(/\W+/g, "_"),
    allowHazards: "all",
    isExpanding: expandContract,
  });
  return async (url: string) => {
    await migrate(workspace.project({ DATABASE_URL: url }), {});
    for (const line of workspace.lines.filter((one) => /attempt \d+ of/.test(one))) console.log(`  ${line.trim()}`);
    workspace.remove();
  };
}

/** The engine without what we do to its plans: all of it in one transaction. */
async function planByDelta(shadow: Shadow, { after }: Change) {
  const load = (text: string) => loadFiles(shadow, [{ path: "schema.sql", text }]);
  const [from, to] = [await load(shop), await load(after)];
  const { actions, settings } = await deltaEngine.plan(from.url, to.url, "compact");
  const set = settings.map(({ name, value }) => `SET LOCAL ${name} = ${value}`);
  const statements = ["BEGIN", ...set, ...actions.map((one) => one.sql), "COMMIT"];
  return (url: string) => runAll(url, [statements.join(";\n")]);
}

/**
 * @param transactions each with one statement, or with several between BEGIN and COMMIT. One that PostgreSQL ends for a deadlock with a
 *   client, as these forms are prone to, is begun again: the time of the change holds its attempts
 */
async function runAll(url: string, transactions: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const transaction of transactions) {
      while (!(await isCommitted(client, transaction))) console.log("  plain form: ended for a deadlock, begun again");
    }
  } finally {
    await client.end();
  }
}

/** @returns false: ended for a deadlock */
async function isCommitted(client: Client, transaction: string): Promise<boolean> {
  try {
    await client.query(transaction);
    return true;
  } catch (error) {
    if (!(error instanceof DatabaseError && error.code === "40P01")) throw error;
    await client.query("ROLLBACK");
    return false;
  }
}
