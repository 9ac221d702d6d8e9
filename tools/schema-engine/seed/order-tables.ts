import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import type { SeedForeignKey, SeedTable } from "./table-facts";

/** Tables so that what a row refers to is there before it. References that may be NULL do not count when they close a circle. */
export function orderTables(tables: readonly SeedTable[]): readonly SeedTable[] {
  const ordered: SeedTable[] = [];
  const left = new Set(tables);
  while (left.size > 0) {
    const isReady = (table: SeedTable, counts: (key: SeedForeignKey) => boolean) =>
      table.foreignKeys.every(
        (key) => !counts(key) || key.target === table.name || ![...left].some((one) => one.name === key.target),
      );
    const next =
      [...left].find((table) => isReady(table, () => true)) ??
      [...left].find((table) => isReady(table, (key) => isNeeded(table, key)));
    if (next === undefined) {
      const names = [...left].map((table) => table.name).join(", ");
      throw new Refused([problem("seed/cycle", { tables: names })]);
    }
    left.delete(next);
    ordered.push(next);
  }
  return ordered;
}

/** A foreign key without a column that may be NULL must point to a row. */
export function isNeeded(table: SeedTable, key: SeedForeignKey): boolean {
  return key.columns.every((name) => table.columns.find((column) => column.name === name)?.isNotNull ?? true);
}
