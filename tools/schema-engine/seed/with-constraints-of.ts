import type { SeedForeignKey, SeedTable } from "./table-facts";

/**
 * Tables whose rows also satisfy what another version of the schema asks of them, as far as they have its columns: rows that are
 * there when a key, a check or NOT NULL is added.
 */
export function withConstraintsOf(tables: readonly SeedTable[], later: readonly SeedTable[]): readonly SeedTable[] {
  return tables.map((table) => {
    const other = later.find((one) => one.name === table.name);
    return other === undefined ? table : merged(table, other, tables);
  });
}

function merged(table: SeedTable, other: SeedTable, tables: readonly SeedTable[]): SeedTable {
  const added = other.foreignKeys.filter(
    (key) => !table.foreignKeys.some((one) => one.name === key.name) && isPossible(key, table, tables),
  );
  const names = new Set(table.checks.map((one) => one.name));
  return {
    ...table,
    columns: table.columns.map((column) => {
      const later = other.columns.find((one) => one.name === column.name);
      return later?.isNotNull === true ? { ...column, isNotNull: true } : column;
    }),
    foreignKeys: [...table.foreignKeys, ...added],
    checks: [...table.checks, ...other.checks.filter((one) => !names.has(one.name))],
  };
}

function isPossible(key: SeedForeignKey, table: SeedTable, tables: readonly SeedTable[]): boolean {
  const target = tables.find((one) => one.name === key.target);
  if (target === undefined || !key.targetColumns.every((name) => target.columnNames.includes(name))) return false;
  return key.columns.every((name) => table.columns.some((one) => one.name === name));
}
