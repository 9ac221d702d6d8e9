import type { Table } from "../../model/database";

/**
 * Tables and views that patterns such as `orders`, `shop.*` or `!audit_*` choose: those that one names, without those that one
 * with `!` names; with nothing but exceptions, all others. Partitions are reached through their table.
 */
export function selectTables(tables: readonly Table[], patterns: readonly string[]): readonly Table[] {
  const wanted = patterns.filter((one) => !one.startsWith("!"));
  const unwanted = patterns.filter((one) => one.startsWith("!")).map((one) => one.slice(1));
  return tables.filter((table) => {
    if (table.isPartition === true || table.columns.length === 0) return false;
    return (wanted.length === 0 || wanted.some(names(table))) && !unwanted.some(names(table));
  });
}

/** Patterns that choose nothing, which must be mistakes. */
export function idlePatterns(tables: readonly Table[], patterns: readonly string[]): readonly string[] {
  return patterns.filter((one) => !tables.some((table) => names(table)(one.replace(/^!/, ""))));
}

function names({ schema, name }: Table): (pattern: string) => boolean {
  return (pattern) => {
    const source = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
    const expression = new RegExp(`^${source}$`);
    return expression.test(name) || expression.test(`${schema}.${name}`);
  };
}
