import type { LiveRows } from "./live-rows";
import type { Questions } from "./questions";
import type { Change } from "./row-check";
import type { RowRules, RuledPartition } from "./row-rules";

/** One that comes must hold its own rows, and the default partition beside it none of them (manual, CREATE TABLE, PARTITION OF). */
export function askPartitions({ before, after }: Change, live: LiveRows, { ask }: Questions): void {
  const isOld = (one: RuledPartition) =>
    before.partitions.some(({ table, parent }) => table === one.table && parent === one.parent);
  for (const partition of after.partitions.filter((one) => !isOld(one))) {
    const { table, tableName: name, parentName } = partition;
    const what = `partition ${name} of ${parentName}, with rows that do not belong into it`;
    ask({ kind: "partition", table, what, against: () => outside(partition, after, live) });
    const beside = after.partitions.find((one) => one.isDefault && one.parent === partition.parent && isOld(one));
    if (beside === undefined) continue;
    const inDefault = `partition ${name} of ${parentName}, with rows of it in the default partition ${beside.tableName}`;
    ask({ kind: "partition", table: beside.table, what: inDefault, against: () => outside(beside, after, live) });
  }
}

function outside({ table, expression }: RuledPartition, after: RowRules, live: LiveRows): string | undefined {
  if (expression === null) return "false";
  const named = after.columns.filter((one) => one.table === table && expression.includes(one.name));
  // A hash is told its table by OID, which is another one in the live database.
  const parents = [...expression.matchAll(/satisfies_hash_partition\('(\d+)'::oid/g)].map((one) => Number(one[1]));
  if (parents.some((one) => live.tableOf(one) === undefined)) return undefined;
  const portable = expression.replace(
    /satisfies_hash_partition\('(\d+)'::oid/g,
    (_, oid: string) =>
      `satisfies_hash_partition('${live.tableOf(Number(oid))?.tableName.replaceAll("'", "''")}'::regclass`,
  );
  const value = live.expression(
    table,
    named.map((one) => one.number),
    portable,
  );
  return value && `${value} IS FALSE`;
}
