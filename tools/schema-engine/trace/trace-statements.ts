import type { Client } from "pg";
import { queryOnShadow } from "../sql/query-on-shadow";
import { isLocalSetting } from "../sql/settings";
import type { SqlStatement } from "../sql/sql-statement";
import { transactionNeed } from "../sql/transaction-need";
import { type LockMode, strongest } from "./lock-mode";
import { locksOfManual } from "./locks-of-manual";
import type { StatementTrace, TableLock } from "./statement-trace";

export interface Traced {
  readonly traces: readonly StatementTrace[];
  /** The statement that PostgreSQL refused, with its words; what follows it was not tried. */
  readonly failure?: { readonly statement: SqlStatement; readonly reason: string };
}

/**
 * Runs statements on a database of the shadow and watches each: its locks in `pg_locks`, new files of tables, rows read by scans. By
 * default each has a transaction of its own, since a lock that an earlier one holds hides what a later one takes; where statements need each
 * other's transaction (`SET LOCAL`, temporary tables), they get a single one, and a lock counts for the first that takes it.
 */
export async function traceStatements(
  client: Client,
  statements: readonly SqlStatement[],
  isOneTransaction = false,
): Promise<Traced> {
  const traces: StatementTrace[] = [];
  let settings: SqlStatement[] = [];
  let known: Relations | undefined;
  const isTogether = isOneTransaction && statements.every(({ node }) => transactionNeed(node) === "shared");
  if (isTogether) await client.query("BEGIN");
  try {
    for (const statement of statements) {
      try {
        const isSetting = isLocalSetting(statement.node);
        if (isSetting && !isTogether) settings = [...settings, statement];
        if (isSetting && isTogether) await queryOnShadow(client, statement);
        if (isSetting || transactionNeed(statement.node) === "control") continue;
        const before: Relations = known ?? (await relations(client));
        const { trace, after } = await traceOne(client, statement, { isTogether, settings, before });
        traces.push(trace);
        known = after;
      } catch (error) {
        await client.query("ROLLBACK");
        return { traces, failure: { statement, reason: (error as Error).message } };
      }
    }
    if (isTogether) await client.query("COMMIT");
    return { traces };
  } finally {
    await client.query("RESET ALL; RESET ROLE").catch(() => {});
  }
}

interface Situation {
  readonly isTogether: boolean;
  readonly settings: readonly SqlStatement[];
  readonly before: Relations;
}

async function traceOne(
  client: Client,
  statement: SqlStatement,
  { isTogether, settings, before }: Situation,
): Promise<{ readonly trace: StatementTrace; readonly after: Relations }> {
  if (transactionNeed(statement.node) === "alone") {
    const locks = await locksOfManual(client, statement.node);
    await queryOnShadow(client, statement);
    const after = await relations(client);
    return {
      trace: { statement, locks, rewritten: rewritten(before, after), scanned: [], isMeasured: false },
      after,
    };
  }
  if (!isTogether) await client.query("BEGIN");
  const heldBefore = isTogether ? await heldLocks(client) : new Map<number, LockMode[]>();
  const readBefore = await rowsRead(client);
  if (!isTogether) for (const setting of settings) await queryOnShadow(client, setting);
  await queryOnShadow(client, statement);
  const held = await heldLocks(client);
  const read = await rowsRead(client);
  const after = await relations(client);
  if (!isTogether) await client.query("COMMIT");
  const locks = [...held].flatMap(([oid, modes]): TableLock[] => {
    const table = before.get(oid)?.name;
    const fresh = modes.filter((mode) => !heldBefore.get(oid)?.includes(mode));
    const mode = strongest(fresh);
    return table === undefined || mode === undefined ? [] : [{ table, mode }];
  });
  const scanned = [...read].flatMap(([oid, count]) =>
    count > (readBefore.get(oid) ?? 0) ? (before.get(oid)?.name ?? []) : [],
  );
  const byTable = (a: TableLock, b: TableLock) => (a.table < b.table ? -1 : 1);
  const trace: StatementTrace = {
    statement,
    locks: locks.sort(byTable),
    rewritten: rewritten(before, after),
    scanned: scanned.sort(),
    isMeasured: true,
  };
  return { trace, after };
}

interface Relation {
  readonly name: string;
  /** 0: it has no file. */
  readonly file: string;
}

type Relations = ReadonlyMap<number, Relation>;

/** Tables and views of users; temporary ones are nobody else's. */
async function relations(client: Client): Promise<Relations> {
  const { rows } = await client.query<Relation & { readonly oid: number }>(
    `SELECT c.oid::int, format('%I.%I', n.nspname, c.relname) AS name, coalesce(pg_relation_filenode(c.oid), 0)::text AS file
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'm', 'v', 'f') AND c.relpersistence <> 't'`,
  );
  return new Map(rows.map((row) => [row.oid, row]));
}

function rewritten(before: Relations, after: Relations): readonly string[] {
  return [...before]
    .flatMap(([oid, { name, file }]) => {
      const now = after.get(oid);
      return now === undefined || now.file === file ? [] : [name];
    })
    .sort();
}

async function heldLocks(client: Client): Promise<Map<number, LockMode[]>> {
  const { rows } = await client.query<{ oid: number; modes: LockMode[] }>(
    `SELECT relation::int AS oid, array_agg(mode) AS modes FROM pg_locks
     WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted AND relation >= 16384 GROUP BY relation`,
  );
  return new Map(rows.map((row) => [row.oid, row.modes]));
}

/**
 * Rows that scans of this session have read and not told yet (PostgreSQL manual, 27.2, `pg_stat_xact_user_tables`): some of transactions before
 * are still among them.
 */
async function rowsRead(client: Client): Promise<Map<number, number>> {
  const { rows } = await client.query<{ oid: number; count: number }>(
    "SELECT relid::int AS oid, seq_tup_read::float8 AS count FROM pg_stat_xact_user_tables WHERE seq_tup_read > 0",
  );
  return new Map(rows.map((row) => [row.oid, row.count]));
}
