import type { CreateStmt, PartitionCmd } from "libpg-query";
import type { Hazard } from "./hazard";
import { dependsOnRows, scan } from "./row-hazards";
import type { Surroundings } from "./surroundings";
import { tableName } from "./table-name";

/** A partition that comes with the statement has no rows; those of the default one are read, since some may belong into it. */
export function partitionHazards(
  { relation, inhRelations = [], partbound }: CreateStmt,
  around: Surroundings,
): readonly Hazard[] {
  if (partbound === undefined || partbound.is_default === true) return [];
  return inhRelations.flatMap((one) =>
    "RangeVar" in one ? besideDefault(`partition ${tableName(relation)}`, tableName(one.RangeVar), around) : [],
  );
}

/** PostgreSQL manual, ALTER TABLE, ATTACH PARTITION: both are read, unless a CHECK says what is in them. */
export function attachHazards(
  { name, bound }: PartitionCmd,
  table: string,
  isExisting: (table: string) => boolean,
  around: Surroundings,
): readonly Hazard[] {
  const part = tableName(name);
  const what = `attaching ${part} to ${table}`;
  return [
    ...(isExisting(part)
      ? [scan(what, part, "AccessExclusiveLock"), dependsOnRows(what, "rows that do not belong into it", part)]
      : []),
    ...(bound?.is_default === true ? [] : besideDefault(what, table, around)),
  ];
}

/** Its rows are there still, but no reader of the parent sees them. */
export function detachHazards(
  { name }: PartitionCmd,
  table: string,
  isExisting: (table: string) => boolean,
): readonly Hazard[] {
  const part = tableName(name);
  if (!isExisting(part)) return [];
  return [
    {
      kind: "BREAKS_CLIENTS",
      text: `readers of ${table} miss the rows of ${part} until it is attached again`,
      object: part,
    },
  ];
}

function besideDefault(what: string, parent: string, { defaultPartitions }: Surroundings): readonly Hazard[] {
  const beside = defaultPartitions.get(parent);
  if (beside === undefined) return [];
  return [scan(what, beside, "AccessExclusiveLock"), dependsOnRows(what, "rows of it", beside)];
}
