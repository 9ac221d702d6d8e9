import type { Constraint } from "libpg-query";
import { quoted } from "../plan/table-name";
import { type OnlineForm, standsApart, together } from "./online-form";
import type { SchemaFacts } from "./schema-facts";

/**
 * Before PostgreSQL 18 a partitioned table has no foreign keys that are NOT VALID, but its partitions have. One that is added to it takes over those that
 * its partitions have, once they are valid, and reads nothing (`tryAttachPartitionForeignKey`).
 */
export function partitionedForeignKey(
  table: string,
  { conname = "", skip_validation }: Constraint,
  facts: SchemaFacts,
): OnlineForm | undefined {
  const words = facts.constraintAfter(`${table}.${quoted(conname)}`);
  // Where it was there before, its partitions have its names.
  const isOther = facts.constraintDefinition(`${table}.${quoted(conname)}`) !== undefined;
  if (words === undefined || isOther || skip_validation) return undefined;
  const leaves = leavesOf(table, conname, facts);
  if (leaves === undefined || leaves.length === 0) return undefined;
  const parts = [
    together(...leaves.map((one) => `ALTER TABLE ${one.table} ADD CONSTRAINT ${quoted(one.name)} ${words} NOT VALID`)),
    together(...leaves.map((one) => `ALTER TABLE ${one.table} VALIDATE CONSTRAINT ${quoted(one.name)}`)),
    together(`ALTER TABLE ${table} ADD CONSTRAINT ${quoted(conname)} ${words}`),
  ];
  const undo = [
    together(
      ...[{ table, name: conname }, ...leaves].map(
        (one) => `ALTER TABLE ${one.table} DROP CONSTRAINT IF EXISTS ${quoted(one.name)}`,
      ),
    ),
  ];
  return standsApart(table, { parts, undo, unsure: [], cleaning: [] });
}

/** `undefined`: one of them can have none of its own. */
function leavesOf(
  table: string,
  name: string,
  facts: SchemaFacts,
): readonly { readonly table: string; readonly name: string }[] | undefined {
  const found: { readonly table: string; readonly name: string }[] = [];
  for (const partition of facts.partitionsOf(table)) {
    const own = facts.childConstraint(table, name, partition);
    if (own === undefined || facts.isForeign(partition)) return undefined;
    const below = facts.isPartitionedTable(partition)
      ? leavesOf(partition, own, facts)
      : [{ table: partition, name: own }];
    if (below === undefined) return undefined;
    found.push(...below);
  }
  return found;
}
