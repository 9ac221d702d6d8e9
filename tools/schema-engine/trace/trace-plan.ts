import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import type { Hazard } from "../plan/hazard";
import type { Segment } from "../plan/segment";
import { tableName } from "../plan/table-name";
import { applySegments } from "../prove/apply-segments";
import { type PlanSide, surroundingsBetween } from "../prove/plan-side";
import { seedDatabase } from "../seed/seed-database";
import { readSeedTables, type SeedTable } from "../seed/table-facts";
import { readStatements } from "../sql/read-statements";
import type { SqlStatement } from "../sql/sql-statement";
import { findStatementHazards } from "./find-statement-hazards";
import { keptColumns, type RowSums, sumRows } from "./kept-rows";
import { namedTables } from "./named-tables";
import { staleValues } from "./stale-values";
import type { StatementTrace } from "./statement-trace";
import { traceStatements } from "./trace-statements";
import { type TraceWay, traceWays } from "./trace-ways";

export interface PlanTrace {
  readonly hazards: readonly Hazard[];
  /** Tables whose rows the way there has changed where it must not. */
  readonly changed: readonly string[];
  /** Tables whose rows are not what they were after the way there and back. */
  readonly lost: readonly string[];
  /** The way back fails on rows, in this segment of it. */
  readonly downFailure?: { readonly segment: number; readonly reason: string };
  readonly notes: readonly string[];
}

export interface TraceRequest {
  readonly shadow: Shadow;
  readonly from: PlanSide;
  readonly to: PlanSide;
  readonly up: readonly Segment[];
  /** A promise is waited for when the way there has been watched. */
  readonly down: readonly Segment[] | Promise<readonly Segment[]>;
}

const rowsPerTable = 3;

/**
 * Runs a proved plan once more, on a copy whose tables have rows that satisfy all constraints: what each statement locks, rewrites and
 * reads there is measured, rows that are kept must be the same after it, and what the way back loses is seen. Where rows stand against a
 * statement, they are taken away, and a note says so.
 */
export async function tracePlan(request: TraceRequest): Promise<PlanTrace> {
  const up = await statementsOf(request.up);
  if (up.flat().length === 0) return { hazards: [], changed: [], lost: [], notes: [] };
  let reason: string | undefined;
  for (const way of traceWays) {
    const result = await traceOnce(request, up, way);
    if (!("failure" in result)) {
      const isNoted = !way.isSeeded && reason !== undefined;
      return isNoted ? { ...result, notes: [`tried on empty tables only: ${reason}`] } : result;
    }
    reason ??= result.failure;
  }
  return { hazards: [], changed: [], lost: [], notes: [`not watched: ${reason}`] };
}

async function traceOnce(
  { shadow, from, to, down }: TraceRequest,
  up: readonly (readonly SqlStatement[])[],
  way: TraceWay,
): Promise<PlanTrace | { readonly failure: string }> {
  const copy = await shadow.createDatabase(from.database);
  const client = await shadow.connect(copy);
  try {
    const text = up.flat().map((one) => one.text);
    const existing = new Set(
      from.snapshot.objects.filter(({ kind }) => tableKinds.includes(kind)).map((one) => one.name),
    );
    const isExisting = (name: string) => existing.has(name);
    const isNamed = await namedTables(client, text.join("\n"));
    const seeded = way.isSeeded
      ? await seedDatabase({
          client,
          rows: rowsPerTable,
          seed: 1,
          nullShare: 0,
          isTolerant: true,
          isWanted: isNamed,
          later: await seedTablesOf(shadow, to.database),
          onLine: () => {},
        })
      : [];
    const filled = new Set(seeded.filter((one) => one.inserted > 0).map((one) => one.table));
    const columns = keptColumns([...filled], from.snapshot, to.snapshot);
    const whole = keptColumns([...filled], from.snapshot, from.snapshot);
    const [before, wholeBefore] = [await sumRows(client, columns), await sumRows(client, whole)];
    const around = surroundingsBetween(from, to);
    const hazards: Hazard[] = [];
    const notes: string[] = [];
    const watched: StatementTrace[] = [];
    for (const statements of up) {
      const { traces, emptied, failure } = await traceStatements(client, statements, way);
      if (failure !== undefined) return { failure: `${failure.reason} in: ${failure.statement.text}` };
      watched.push(...traces);
      const hasRows = (name: string) => filled.has(name);
      for (const statement of statements) {
        const trace = traces.find((one) => one.statement === statement);
        hazards.push(...findStatementHazards(statement, trace, { isExisting, hasRows, around }));
      }
      for (const { tables, reason } of emptied) {
        const without = tables.filter(hasRows);
        if (without.length > 0) notes.push(`tried without rows of ${without.join(", ")} from here on: ${reason}`);
        for (const table of tables) filled.delete(table);
      }
    }
    const own = ownSequences(up.flat(), from.snapshot);
    const isOwn = ({ kind, object }: Hazard) => kind === "DELETES_DATA" && own.has(object);
    const told = hazards.filter((one) => !isOwn(one));
    told.push(...[...(await staleValues(client, watched, isExisting)).values()].flat());
    const after = await sumRows(client, columns);
    const differing = (sums: RowSums, now: RowSums) =>
      [...sums].filter(([table, sum]) => filled.has(table) && now.get(table) !== sum).map(([table]) => table);
    const changed = differing(before, after);
    const back = await down;
    // A way back that is not proved is not tried with rows either: that is refused elsewhere.
    if (back.length === 0) return { hazards: told, changed, lost: [], notes };
    for (const [segment, one] of back.entries()) {
      const failure = await applySegments(client, [one]);
      if (failure === undefined) continue;
      const reason = failure.replace(/\s*\n\s*/, " ");
      return { hazards: told, changed, lost: [], downFailure: { segment, reason }, notes };
    }
    return { hazards: told, changed, lost: differing(wholeBefore, await sumRows(client, whole)), notes };
  } finally {
    await client.end();
    await shadow.dropDatabase(copy);
  }
}

/** A plan may make a sequence only for a while. */
function ownSequences(statements: readonly SqlStatement[], before: CatalogSnapshot): ReadonlySet<string> {
  const old = new Set(before.objects.filter((one) => one.kind === "sequence").map((one) => one.name));
  const made = statements.flatMap(({ node }) =>
    "CreateSeqStmt" in node ? [tableName(node.CreateSeqStmt.sequence)] : [],
  );
  return new Set(made.filter((one) => !old.has(one)));
}

async function seedTablesOf(shadow: Shadow, database: ShadowDatabase): Promise<readonly SeedTable[]> {
  const client = await shadow.connect(database);
  return readSeedTables(client).finally(() => client.end());
}

const tableKinds = ["table", "foreign table", "view", "materialized view"];

async function statementsOf(segments: readonly Segment[]): Promise<readonly (readonly SqlStatement[])[]> {
  return Promise.all(
    segments.map(async ({ statements }) =>
      (await Promise.all(statements.map((text) => readStatements({ path: "plan", text })))).flat(),
    ),
  );
}
