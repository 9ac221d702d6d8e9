import type { Client } from "pg";
import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import type { Script } from "../migrations/read-script";
import { readAccessFacts } from "../plan/access-facts";
import type { Hazard } from "../plan/hazard";
import { readSurroundings, type Surroundings } from "../plan/surroundings";
import { seedDatabase } from "../seed/seed-database";
import type { SqlStatement } from "../sql/sql-statement";
import { transactionNeed } from "../sql/transaction-need";
import { findStatementHazards } from "../trace/find-statement-hazards";
import { type Blocked, blockedBy, lockName } from "../trace/lock-mode";
import { namedTables } from "../trace/named-tables";
import { staleValues } from "../trace/stale-values";
import type { StatementTrace } from "../trace/statement-trace";
import { type Traced, traceStatements } from "../trace/trace-statements";
import { type TraceWay, traceWays } from "../trace/trace-ways";
import { acceptedKinds } from "./accepted-kinds";
import { columnFindings, readColumns } from "./column-findings";
import { isOfOwnObject } from "./own-objects";

export interface ScriptFinding {
  readonly hazard: Hazard;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Why the file says that it is meant. */
  readonly accepted: string | undefined;
}

export interface StatementLocks {
  readonly line: number;
  readonly isMeasured: boolean;
  readonly locks: readonly {
    readonly table: string;
    readonly lock: string;
    readonly blocks: Blocked;
    /** The file itself has made it, so nobody waits. */
    readonly isNew: boolean;
  }[];
  readonly rewritten: readonly string[];
  readonly scanned: readonly string[];
}

export interface ScriptLint {
  readonly file: string;
  readonly findings: readonly ScriptFinding[];
  readonly statements: readonly StatementLocks[];
  readonly notes: readonly string[];
}

const rowsPerTable = 3;

/**
 * @param base a database in which everything before this file has run; it stays as it is
 * @param first text of the first file of its plan
 */
export async function lintScript(
  shadow: Shadow,
  base: ShadowDatabase,
  script: Script,
  first = script.file.text,
): Promise<ScriptLint> {
  const accepted = acceptedKinds(script.file.text, first);
  let reason: string | undefined;
  for (const way of traceWays) {
    const watched = await watch(shadow, base, script, way);
    if (watched.failure === undefined || way === traceWays.at(-1)) {
      const without = watched.emptied.map((one) => `${one.tables.join(", ")}: ${one.reason}`);
      const notes = way.isSeeded || reason === undefined ? without : [reason];
      return lintOf(
        script,
        watched,
        accepted,
        notes.map((note) => `${script.file.path}: ${note}`),
      );
    }
    reason ??= watched.failure;
  }
  throw new Error("the last way always returns");
}

interface Watched extends Pick<Traced, "traces" | "emptied"> {
  readonly tables: ReadonlySet<string>;
  readonly filled: ReadonlySet<string>;
  readonly around: Surroundings;
  /** Before and after the statements, where one changes a type or drops an identity. */
  readonly columns: readonly [CatalogSnapshot | undefined, CatalogSnapshot | undefined];
  readonly stale: ReadonlyMap<SqlStatement, readonly Hazard[]>;
  readonly failure?: string;
}

async function watch(
  shadow: Shadow,
  base: ShadowDatabase,
  { statements, isTransactional }: Script,
  way: TraceWay,
): Promise<Watched> {
  const copy = await shadow.createDatabase(base);
  const client = await shadow.connect(copy);
  try {
    const tables = await tableNames(client);
    const around = await readSurroundings(client);
    const before = await readColumns(client, statements);
    const text = statements.map((one) => one.text).join("\n");
    const isNamed = await namedTables(client, text);
    const request = { client, rows: rowsPerTable, seed: 1, nullShare: 0, isTolerant: true, isWanted: isNamed };
    const seeded = way.isSeeded ? await seedDatabase({ ...request, onLine: () => {} }) : [];
    const filled = new Set(seeded.filter((one) => one.inserted > 0).map((one) => one.table));
    const { traces, emptied, failure } = await traceStatements(client, statements, way, isTransactional);
    const stale = await staleValues(client, traces, (table) => tables.has(table));
    const access = { ...around.access, after: await readAccessFacts(client) };
    const columns = [before, failure === undefined ? await readColumns(client, statements) : undefined] as const;
    const watched = { traces, emptied, tables, filled, around: { ...around, access }, columns, stale };
    return failure === undefined ? watched : { ...watched, failure: failure.reason };
  } finally {
    await client.end();
    await shadow.dropDatabase(copy);
  }
}

function lintOf(
  { file, statements, isTransactional }: Script,
  watched: Watched,
  accepted: ReturnType<typeof acceptedKinds>,
  notes: readonly string[],
): ScriptLint {
  const { traces, tables, filled, around } = watched;
  const isExisting = (table: string) => tables.has(table);
  const known = { isExisting, hasRows: (table: string) => filled.has(table), around };
  const traceOf = (statement: SqlStatement) => traces.find((one) => one.statement === statement);
  const hazardsOf = (statement: SqlStatement) => findStatementHazards(statement, traceOf(statement), known);
  const changes = columnFindings(statements, ...watched.columns, hazardsOf);
  const findings = statements.flatMap((statement) => {
    const isOwn = isOfOwnObject(statements, statement);
    const hazards = [
      ...hazardsOf(statement),
      ...(changes.get(statement) ?? []),
      ...(watched.stale.get(statement) ?? []),
      ...besideOthers(statement, statements.length, isTransactional),
    ].filter((one) => !isOwn(one));
    const { line, column } = statement.span;
    return hazards.map((hazard) => ({ hazard, file: file.path, line, column, accepted: accepted.get(hazard.kind) }));
  });
  return { file: file.path, findings, statements: traces.map((trace) => locksOf(trace, tables)), notes };
}

/** golang-migrate and Atlas run a file as one transaction; a statement that refuses that must be the only one. */
function besideOthers({ node, text }: SqlStatement, count: number, isTransactional: boolean): readonly Hazard[] {
  if (isTransactional || count < 2 || transactionNeed(node) !== "alone") return [];
  const what = text.replace(/\s+/g, " ").slice(0, 80);
  const hazard = `cannot run in a transaction with the other statements of the file: ${what}`;
  return [{ kind: "RUNS_ALONE", text: hazard, object: "" }];
}

function locksOf(
  { statement, locks, rewritten, scanned, isMeasured }: StatementTrace,
  tables: ReadonlySet<string>,
): StatementLocks {
  return {
    line: statement.span.line,
    isMeasured,
    locks: locks.map(({ table, mode }) => ({
      table,
      lock: lockName(mode),
      blocks: blockedBy(mode),
      isNew: !tables.has(table),
    })),
    rewritten,
    scanned,
  };
}

async function tableNames(client: Client): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'm', 'v', 'f')`,
  );
  return new Set(rows.map((row) => row.name));
}
