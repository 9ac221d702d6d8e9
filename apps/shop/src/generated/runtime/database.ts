// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: fe83fea99c39b8fe
import pg from "pg";

/** What a query needs: the pool, or the connection of a transaction. */
export interface Queryable {
  query<Row extends object>(query: Query): Promise<{ readonly rows: Row[]; readonly rowCount: number | null }>;
}

export interface Query {
  /** Names a prepared statement: one name, one text. */
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface Database extends Queryable {
  /** Commits when `work` resolves, else rolls back. */
  transaction<Result>(work: (connection: Queryable) => Promise<Result>): Promise<Result>;
  checkReady(): Promise<void>;
  close(): Promise<void>;
}

/** A pool of connections. Numbers and times that JavaScript cannot hold exactly arrive as texts. */
export function createDatabase(connectionString: string | undefined): Database {
  if (connectionString === undefined) throw new Error("DATABASE_URL is not set.");
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 15_000,
    types: { getTypeParser: exactTypeParser },
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => {});
  return {
    query: (query) => pool.query({ ...query, values: [...query.values] }),
    async transaction(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query("BEGIN");
        const result = await work({ query: (query) => client.query({ ...query, values: [...query.values] }) });
        await client.query("COMMIT");
        return result;
      } catch (error) {
        await client.query("ROLLBACK").catch((failure: Error) => {
          broken = failure;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    async checkReady() {
      await pool.query("SELECT 1");
    },
    close: () => pool.end(),
  };
}

const textOids: ReadonlySet<number> = new Set([
  pg.types.builtins.INT8,
  pg.types.builtins.NUMERIC,
  pg.types.builtins.DATE,
  pg.types.builtins.TIME,
  pg.types.builtins.TIMETZ,
  pg.types.builtins.TIMESTAMP,
  pg.types.builtins.TIMESTAMPTZ,
  pg.types.builtins.INTERVAL,
]);

const exactTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: "text" | "binary") =>
  textOids.has(oid) ? (text: string) => text : pg.types.getTypeParser(oid, format as "text");
