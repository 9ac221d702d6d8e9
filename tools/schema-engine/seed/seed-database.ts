import type { Client } from "pg";
import { randomOf } from "../../random/random";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { makeRow, type RowPlan, type SeedRow } from "./make-row";
import { orderTables } from "./order-tables";
import { readChecks } from "./read-checks";
import { readSeedTables, type SeedTable } from "./table-facts";
import { bothRules, noRules, type ValueRules } from "./value-rules";
import { withConstraintsOf } from "./with-constraints-of";

export interface SeedRequest {
  readonly client: Client;
  /** How many rows each table has at the end; one that has more is left alone. */
  readonly rows: number;
  readonly seed: number;
  /** Leave tables alone that have rows. */
  readonly isOnlyEmpty?: boolean;
  /** Only these and what they refer to; none: all. */
  readonly isWanted?: (table: string) => boolean;
  /** How many of the values that may be NULL are, from 0 to 1. */
  readonly nullShare?: number;
  /** A table whose constraints no row was found for stays without, and what refers to it; else that is `Refused`. */
  readonly isTolerant?: boolean;
  /** Tables of a schema to come, whose constraints the rows satisfy too where they can. */
  readonly later?: readonly SeedTable[];
  readonly onLine: (line: string) => void;
}

export interface SeededTable {
  readonly table: string;
  readonly inserted: number;
  /** Why there are fewer rows than asked for. */
  readonly note?: string;
}

const attemptsPerRow = 40;
/** unique_violation and exclusion_violation: other values may be free. */
const taken = ["23505", "23P01"];

/** Inserts rows in the order of foreign keys, all in one transaction: either every table has its rows or nothing changed. */
export async function seedDatabase(request: SeedRequest): Promise<readonly SeededTable[]> {
  const { client } = request;
  await client.query("BEGIN");
  try {
    const seeded: SeededTable[] = [];
    const known = new Map<string, Record<string, never>[]>();
    const tables = wantedTables(await tablesOf(request), request.isWanted);
    const targets = new Set(tables.flatMap((table) => table.foreignKeys.map((key) => key.target)));
    for (const table of tables) {
      seeded.push(await seedWhole(request, table, known));
      if (!targets.has(table.name)) continue;
      // As text, so that no value changes on its way through JavaScript.
      const columns = [
        ...new Set(
          tables.flatMap((one) =>
            one.foreignKeys.filter((key) => key.target === table.name).flatMap((key) => key.targetColumns),
          ),
        ),
      ];
      const list = columns.map((name) => `${client.escapeIdentifier(name)}::text`).join(", ");
      const order = columns.map((name) => client.escapeIdentifier(name)).join(", ");
      const { rows } = await client.query<Record<string, never>>(
        `SELECT ${list} FROM ${table.name} ORDER BY ${order} LIMIT 10000`,
      );
      known.set(table.name, rows);
    }
    await client.query("COMMIT");
    return seeded;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

/** In the order of foreign keys. Keys to come may close circles that no order of rows satisfies. */
async function tablesOf({ client, later = [] }: SeedRequest): Promise<readonly SeedTable[]> {
  const tables = await readSeedTables(client);
  try {
    return orderTables(withConstraintsOf(tables, later));
  } catch (error) {
    if (later.length === 0 || !(error instanceof Refused)) throw error;
    return orderTables(tables);
  }
}

function wantedTables(tables: readonly SeedTable[], isWanted?: (table: string) => boolean): readonly SeedTable[] {
  if (isWanted === undefined) return tables;
  const wanted = new Set(tables.filter((table) => isWanted(table.name)));
  for (const table of wanted) {
    const targets = table.foreignKeys.map((key) => key.target);
    for (const other of tables) if (targets.includes(other.name)) wanted.add(other);
  }
  return tables.filter((table) => wanted.has(table));
}

async function planRows({ nullShare = 0.15 }: SeedRequest, table: SeedTable): Promise<RowPlan> {
  const checks = await readChecks(table.checks.map((one) => one.expression));
  const rules = new Map<string, ValueRules>();
  for (const column of table.columns) {
    const domain = await readChecks(column.domainChecks);
    rules.set(
      column.name,
      bothRules(checks.columns.get(column.name) ?? noRules, domain.columns.get("value") ?? noRules),
    );
  }
  return { table, rules, orders: checks.orders, nullShare };
}

/** With what PostgreSQL would look at only when the transaction ends: then nobody could say which table it was. */
async function seedWhole(
  request: SeedRequest,
  table: SeedTable,
  known: Parameters<typeof makeRow>[2],
): Promise<SeededTable> {
  const { client, isTolerant } = request;
  await client.query("SAVEPOINT seed_table");
  const seeded = await seedTable(request, await planRows(request, table), known);
  const failure = seeded.inserted === 0 ? undefined : await deferredFailure(client);
  if (failure === undefined) {
    await client.query("RELEASE SAVEPOINT seed_table");
    return seeded;
  }
  if (!isTolerant) throw unsatisfied(table, failure);
  await client.query("ROLLBACK TO SAVEPOINT seed_table");
  return { table: table.name, inserted: 0, note: failure.message };
}

/** What deferred constraints and constraint triggers say of the rows. They are deferred again afterwards. */
async function deferredFailure(client: Client): Promise<ConstraintError | undefined> {
  await client.query("SAVEPOINT seed_deferred");
  const failure = await client.query("SET CONSTRAINTS ALL IMMEDIATE").then(
    () => undefined,
    (error: unknown) => error as ConstraintError,
  );
  await client.query("ROLLBACK TO SAVEPOINT seed_deferred; RELEASE SAVEPOINT seed_deferred");
  return failure;
}

async function seedTable(
  request: SeedRequest,
  plan: RowPlan,
  known: Parameters<typeof makeRow>[2],
): Promise<SeededTable> {
  const { client, rows, seed } = request;
  const { table } = plan;
  const done = (inserted: number, note?: string): SeededTable => {
    request.onLine(`  ${table.name}: ${inserted} rows${note === undefined ? "" : ` (${note})`}`);
    return { table: table.name, inserted, ...(note === undefined ? {} : { note }) };
  };
  const { rows: counted } = await client.query<{ found: number }>(
    `SELECT count(*)::int AS found FROM (SELECT FROM ${table.name} LIMIT $1) AS counted`,
    [rows],
  );
  const found = counted[0]?.found ?? 0;
  if (found > 0 && (request.isOnlyEmpty || found >= rows)) return done(0, "has rows already");
  // Rows that are there were made by the same rule: others are needed beside them.
  const random = randomOf(`${seed} ${table.name}${found === 0 ? "" : ` ${found}`}`);
  let inserted = 0;
  for (let row = found; row < rows; row++) {
    let failure: ConstraintError | undefined;
    for (let attempt = 0; attempt < attemptsPerRow; attempt++) {
      const made = rowOrNote(() => makeRow(plan, { row, attempt, rows }, known, random), request.isTolerant);
      if (typeof made === "string") return done(inserted, made);
      if (made === undefined) return done(inserted, "what it must refer to has no rows");
      failure = await insert(request, table, made);
      if (failure === undefined) break;
    }
    if (failure === undefined) inserted++;
    else if (request.isTolerant) return done(inserted, failure.message);
    else if (!taken.includes(failure.code) || found + inserted === 0) throw unsatisfied(table, failure);
    else return done(inserted, `no free values are left for ${failure.constraint}`);
  }
  return done(inserted);
}

/** A type that no value is known for is a note where that is tolerated. */
function rowOrNote<Row>(make: () => Row, isTolerant = false): Row | string {
  try {
    return make();
  } catch (error) {
    if (isTolerant && error instanceof Refused) return error.message;
    throw error;
  }
}

interface ConstraintError {
  readonly code: string;
  readonly constraint?: string;
  readonly message: string;
}

async function insert(
  { client, isTolerant }: SeedRequest,
  table: SeedTable,
  row: SeedRow,
): Promise<ConstraintError | undefined> {
  const columns = [...row.keys()];
  const names = columns.map((name) => client.escapeIdentifier(name)).join(", ");
  const places = columns.map((_, index) => `$${index + 1}`).join(", ");
  const sql =
    columns.length === 0
      ? `INSERT INTO ${table.name} DEFAULT VALUES`
      : `INSERT INTO ${table.name} (${names}) VALUES (${places})`;
  await client.query("SAVEPOINT seed_row");
  try {
    await client.query(
      sql,
      columns.map((name) => row.get(name)),
    );
    await client.query("RELEASE SAVEPOINT seed_row");
    return undefined;
  } catch (error) {
    await client.query("ROLLBACK TO SAVEPOINT seed_row");
    const failure = error as ConstraintError;
    // Also check_violation, errors of data (class 22) and what a trigger raises: other values may do.
    if (isTolerant || /^(23|22|P0001)/.test(failure.code)) return failure;
    throw unsatisfied(table, failure);
  }
}

function unsatisfied(table: SeedTable, failure: ConstraintError): Refused {
  const constraint = failure.constraint ?? "its constraints";
  return new Refused([
    problem("seed/unsatisfied", {
      table: table.name,
      constraint,
      attempts: String(attemptsPerRow),
      reason: failure.message,
    }),
  ]);
}
