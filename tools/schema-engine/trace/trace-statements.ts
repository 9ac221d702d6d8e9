import type { Client, QueryResult } from "pg";
import { queryOnShadow } from "../sql/query-on-shadow";
import { isLocalSetting } from "../sql/settings";
import type { SqlStatement } from "../sql/sql-statement";
import { transactionNeed } from "../sql/transaction-need";
import { emptyTables } from "./empty-tables";
import { functionUses, staleUses } from "./function-uses";
import { lossesOf, mayDelete, readKeptData } from "./kept-data";
import { type LockMode, strongest } from "./lock-mode";
import { locksOfManual } from "./locks-of-manual";
import { namedTables } from "./named-tables";
import { sparedBy } from "./spared-by";
import type { StatementTrace, TableLock } from "./statement-trace";
import type { TraceWay } from "./trace-ways";

export interface Traced {
  readonly traces: readonly StatementTrace[];
  /** Tables whose rows stood against a statement, with PostgreSQL's words. */
  readonly emptied: readonly { readonly tables: readonly string[]; readonly reason: string }[];
  /** The statement that PostgreSQL refused, with its words; what follows it was not tried. */
  readonly failure?: { readonly statement: SqlStatement; readonly reason: string };
}

/**
 * Runs statements on a database of the shadow and watches each: its locks in `pg_locks`, new files of tables, rows read by scans. By
 * default each has a transaction of its own, since a lock that an earlier one holds hides what a later one takes; where statements need each
 * other's transaction (`SET LOCAL`, temporary tables), they get a single one, and a lock counts for the first that takes it.
 *
 * @param isTransaction whether they will be one where they are used: then each meets the locks of those before it
 */
export async function traceStatements(
  client: Client,
  statements: readonly SqlStatement[],
  { isOneTransaction, isEmptying }: TraceWay,
  isTransaction = statements.every(({ node }) => transactionNeed(node) !== "alone"),
): Promise<Traced> {
  const traces: StatementTrace[] = [];
  const held = new Map<number, readonly LockMode[]>();
  const emptied: Traced["emptied"][number][] = [];
  let settings: SqlStatement[] = [];
  let known: Look | undefined;
  const isTogether = isOneTransaction && statements.every(({ node }) => transactionNeed(node) === "shared");
  if (isTogether) await client.query("BEGIN");
  try {
    for (const statement of statements) {
      const isSetting = isLocalSetting(statement.node);
      if (isSetting && !isTogether) settings = [...settings, statement];
      let failure: string | undefined;
      // A statement that rows stand against gets another try without those of the tables that it names, and then without any.
      for (const isInTheWay of isEmptying ? [noTable, named, anyTable] : [noTable]) {
        try {
          if (failure !== undefined) {
            const tables = await emptyTables(client, await isInTheWay(client, statement));
            if (tables.length === 0) continue;
            emptied.push({ tables, reason: `${failure} in: ${statement.text}` });
            known = undefined;
          }
          if (isTogether) await client.query("SAVEPOINT specline_trace");
          if (isSetting && isTogether) await queryOnShadow(client, statement);
          if (!isSetting && transactionNeed(statement.node) !== "control") {
            const before: Look = known ?? (await look(client));
            const without = emptied.flatMap((one) => one.tables);
            const { trace, after } = await traceOne(client, statement, { isTogether, settings, before, without });
            traces.push({ ...trace, held: isTransaction ? tableLocks(before, held) : [] });
            for (const [oid, modes] of after.held) held.set(oid, [...(held.get(oid) ?? []), ...modes]);
            known = after;
          }
          if (isTogether) await client.query("RELEASE SAVEPOINT specline_trace");
          failure = undefined;
          break;
        } catch (error) {
          failure = (error as Error).message;
          await client.query(isTogether ? "ROLLBACK TO SAVEPOINT specline_trace" : "ROLLBACK");
        }
      }
      if (failure !== undefined) {
        await client.query("ROLLBACK");
        return { traces, emptied, failure: { statement, reason: failure } };
      }
    }
    const last = statements.at(-1);
    if (isTogether && last !== undefined) {
      const reason = await client.query("COMMIT").then(
        () => undefined,
        (error: Error) => error.message,
      );
      if (reason !== undefined) return { traces, emptied, failure: { statement: last, reason } };
    }
    return { traces, emptied };
  } finally {
    await client.query("RESET ALL; RESET ROLE").catch(() => {});
  }
}

const noTable = async () => () => false;
const named = async (client: Client, { text }: SqlStatement) => namedTables(client, text);
const anyTable = async () => () => true;

interface Situation {
  readonly isTogether: boolean;
  readonly settings: readonly SqlStatement[];
  readonly before: Look;
  /** Tables that were emptied. */
  readonly without: readonly string[];
}

async function traceOne(
  client: Client,
  statement: SqlStatement,
  { isTogether, settings, before, without: emptied }: Situation,
): Promise<{ readonly trace: Omit<StatementTrace, "held">; readonly after: Look }> {
  const isCode = mayDelete(statement.node);
  if (transactionNeed(statement.node) === "alone") {
    const locks = await locksOfManual(client, statement.node);
    const kept = isCode ? await readKeptData(client) : undefined;
    await queryOnShadow(client, statement);
    const losses = kept === undefined ? [] : lossesOf(kept, await readKeptData(client));
    const after = await look(client);
    const changes = { rewritten: rewritten(before, after), scanned: [], spared: [], losses, stale: [] };
    return { trace: { statement, locks, ...changes, emptied, isMeasured: false }, after };
  }
  const readBefore = isTogether ? before.rowsRead : await begin(client);
  if (!isTogether) for (const setting of settings) await queryOnShadow(client, setting);
  const kept = isCode ? await readKeptData(client) : undefined;
  const uses = isReplacement(statement) ? await functionUses(client) : [];
  const spared = await sparedBy(client, statement.node, () => queryOnShadow(client, statement));
  const stale = uses.length === 0 ? [] : staleUses(uses, await functionUses(client));
  const losses = kept === undefined ? [] : lossesOf(kept, await readKeptData(client));
  const after = await look(client);
  if (!isTogether) await client.query("COMMIT");
  const taken = [...after.held].map(([oid, modes]) => {
    const others = isTogether ? modes.filter((one) => !before.held.get(oid)?.includes(one)) : modes;
    return [oid, others] as const;
  });
  const scanned = [...after.rowsRead].flatMap(([oid, count]) =>
    count > (readBefore.get(oid) ?? 0) ? (before.relations.get(oid)?.name ?? []) : [],
  );
  const trace = {
    statement,
    locks: tableLocks(before, new Map(taken)),
    rewritten: rewritten(before, after),
    scanned: scanned.sort(),
    spared,
    losses,
    stale,
    emptied,
    isMeasured: true,
  };
  return { trace, after };
}

function tableLocks({ relations }: Look, held: ReadonlyMap<number, readonly LockMode[]>): readonly TableLock[] {
  const locks = [...held].flatMap(([oid, modes]): readonly TableLock[] => {
    const table = relations.get(oid)?.name;
    const mode = strongest(modes);
    return table === undefined || mode === undefined ? [] : [{ table, mode }];
  });
  return locks.sort((a, b) => (a.table < b.table ? -1 : 1));
}

function isReplacement({ node }: SqlStatement): boolean {
  return "CreateFunctionStmt" in node && node.CreateFunctionStmt.replace === true;
}

interface Relation {
  readonly name: string;
  /** 0: it has no file. */
  readonly file: string;
}

/** What a session sees of relations, by their oids. */
interface Look {
  /** Tables and views of users; temporary ones are nobody else's. */
  readonly relations: ReadonlyMap<number, Relation>;
  readonly held: ReadonlyMap<number, readonly LockMode[]>;
  readonly rowsRead: RowsRead;
}

/**
 * Rows that scans of this session have read and not told yet (PostgreSQL manual, 27.2, `pg_stat_xact_user_tables`): some of transactions before
 * are still among them.
 */
type RowsRead = ReadonlyMap<number, number>;

interface LookedAt {
  readonly oid: number;
  /** `null`: it is gone, or none of `relations`. */
  readonly name: string | null;
  readonly file: string;
  readonly modes: readonly LockMode[] | null;
  readonly read: number;
}

/** All of it by one query: a plan has hundreds of statements. */
async function look(client: Client): Promise<Look> {
  const { rows } = await client.query<LookedAt>(
    `SELECT coalesce(c.oid, held.oid)::int AS oid, c.name, c.file, held.modes, coalesce(c.read, 0) AS read
     FROM (
       SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name, coalesce(pg_relation_filenode(c.oid), 0)::text AS file,
         pg_stat_get_xact_tuples_returned(c.oid)::float8 AS read
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'm', 'v', 'f') AND c.relpersistence <> 't'
     ) AS c
     FULL JOIN (
       SELECT relation AS oid, array_agg(mode) AS modes FROM pg_locks
       WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted AND relation >= 16384 GROUP BY relation
     ) AS held ON held.oid = c.oid`,
  );
  return {
    relations: new Map(rows.flatMap(({ oid, name, file }) => (name === null ? [] : [[oid, { name, file }] as const]))),
    held: new Map(rows.flatMap(({ oid, modes }) => (modes === null ? [] : [[oid, modes] as const]))),
    rowsRead: new Map(rows.map(({ oid, read }) => [oid, read])),
  };
}

/** Between transactions the server takes away what it has been told. */
async function begin(client: Client): Promise<RowsRead> {
  const counts =
    "SELECT relid::int AS oid, seq_tup_read::float8 AS read FROM pg_stat_xact_user_tables WHERE seq_tup_read > 0";
  const [, result] = (await client.query(`BEGIN; ${counts}`)) as unknown as readonly QueryResult<LookedAt>[];
  return new Map(result?.rows.map(({ oid, read }) => [oid, read]));
}

function rewritten(before: Look, after: Look): readonly string[] {
  return [...before.relations]
    .flatMap(([oid, { name, file }]) => {
      const now = after.relations.get(oid);
      return now === undefined || now.file === file ? [] : [name];
    })
    .sort();
}
