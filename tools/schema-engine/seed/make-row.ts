import type { Random } from "../../random/random";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { makeValue, type SeedValue } from "./make-value";
import { isNeeded } from "./order-tables";
import type { CheckRules } from "./read-checks";
import type { SeedColumn, SeedTable } from "./table-facts";
import { bothRules, noRules, type ValueRules } from "./value-rules";

export type SeedRow = ReadonlyMap<string, SeedValue>;

/** Rows that a foreign key can point to, by table. */
export type KnownRows = ReadonlyMap<string, readonly Readonly<Record<string, SeedValue>>[]>;

export interface RowNumber {
  /** From 0. */
  readonly row: number;
  /** How often PostgreSQL has refused values for this row. */
  readonly attempt: number;
  /** How many rows the table is to get. */
  readonly rows: number;
}

const orderlyAttempts = 20;

export interface RowPlan {
  readonly table: SeedTable;
  readonly rules: ReadonlyMap<string, ValueRules>;
  readonly orders: CheckRules["orders"];
  readonly nullShare: number;
}

/** One row for a table; `undefined` when what it must refer to has no rows. Throws `Refused` for a type without values. */
export function makeRow(
  plan: RowPlan,
  { row, attempt, rows }: RowNumber,
  known: KnownRows,
  random: Random,
): SeedRow | undefined {
  const { table, rules, orders } = plan;
  const values = new Map<string, SeedValue>();
  for (const key of table.foreignKeys) {
    if (key.columns.every((name) => values.has(name))) continue;
    const candidates = (known.get(key.target) ?? []).filter((one) =>
      key.columns.every((name, index) => !values.has(name) || values.get(name) === one[key.targetColumns[index] ?? ""]),
    );
    const isOptional = !isNeeded(table, key);
    if (candidates.length === 0 && !isOptional) return undefined;
    if (candidates.length === 0 || (isOptional && random.chance(0.2))) {
      for (const name of key.columns) {
        if (!values.has(name) && columnNamed(table, name)?.isNotNull === false) values.set(name, null);
      }
      continue;
    }
    // The first attempts take the candidates one after the other, so that keys that are also unique find free ones.
    const chosen = (attempt < orderlyAttempts ? candidates[row] : undefined) ?? random.pick(candidates);
    for (const [index, name] of key.columns.entries()) values.set(name, chosen[key.targetColumns[index] ?? ""] ?? null);
  }
  const number = row + attempt * rows;
  const isCompared = (name: string) => orders.some((order) => order.lower === name || order.upper === name);
  for (const column of inOrder(table, orders)) {
    if (values.has(column.name)) continue;
    const own = rules.get(column.name) ?? noRules;
    if (column.hasDefault && !isCompared(column.name) && isLeftToDefault(column, random)) continue;
    if (!column.isNotNull && own.isNull !== false && random.chance(plan.nullShare)) {
      values.set(column.name, null);
      continue;
    }
    const value = makeValue(column, bothRules(own, orderRules(column.name, orders, values)), number, random);
    if (value !== undefined) values.set(column.name, value);
    else if (!column.isNotNull) values.set(column.name, null);
    else if (!column.hasDefault) {
      const names = { table: table.name, column: column.name, type: column.shownType };
      throw new Refused([problem("seed/unsupported-type", names)]);
    }
  }
  return values;
}

/** Times keep their default (now) mostly; other defaults are worth some variety. */
function isLeftToDefault(column: SeedColumn, random: Random): boolean {
  return column.type.startsWith("timestamp") ? false : random.chance(0.3);
}

function columnNamed(table: SeedTable, name: string): SeedColumn | undefined {
  return table.columns.find((column) => column.name === name);
}

/** The larger side of `a <= b` first: then the smaller one has room. */
function inOrder(table: SeedTable, orders: CheckRules["orders"]): readonly SeedColumn[] {
  const uppers = new Set(orders.map((order) => order.upper));
  return [
    ...table.columns.filter((one) => uppers.has(one.name)),
    ...table.columns.filter((one) => !uppers.has(one.name)),
  ];
}

function orderRules(column: string, orders: CheckRules["orders"], values: ReadonlyMap<string, SeedValue>): ValueRules {
  let rules = noRules;
  for (const { lower, upper, isStrict } of orders) {
    const above = values.get(upper);
    const below = values.get(lower);
    const gap = isStrict ? 1 : 0;
    if (column === lower && isNumeric(above)) rules = bothRules(rules, { patterns: [], maximum: Number(above) - gap });
    if (column === upper && isNumeric(below)) rules = bothRules(rules, { patterns: [], minimum: Number(below) + gap });
  }
  return rules;
}

function isNumeric(value: SeedValue | undefined): boolean {
  return typeof value === "number" || (typeof value === "string" && value !== "" && !Number.isNaN(Number(value)));
}
