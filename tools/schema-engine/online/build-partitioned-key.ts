import type { Segment } from "../plan/segment";
import type { Stage } from "../plan/stage";
import { quoted } from "../plan/table-name";
import { addedForeignKey, droppedForeignKey, type ForeignKeyBeside, validations } from "./foreign-key-beside";
import { lockFromAbove } from "./lock-from-above";
import { alone, together } from "./online-form";
import type { PartitionedKey } from "./partitioned-key";
import { shortName } from "./short-name";

/**
 * PostgreSQL builds the key of a partitioned table under a lock of all its partitions, unless they have it already: then it takes theirs (manual, ALTER
 * TABLE, `ATTACH PARTITION`, of indexes; `DefineIndex` does the same for a key that is added). So it is built on each partition CONCURRENTLY, and one
 * transaction makes constraints of the indexes, from the partitions up.
 *
 * @param old what it replaces
 * @param keys foreign keys to it, which change in the same transaction
 * @param isNew whether the plan has made a partition, which has no rows
 */
export function buildPartitionedKey(
  next: PartitionedKey,
  old: PartitionedKey | undefined,
  keys: readonly ForeignKeyBeside[],
  isNew: (table: string) => boolean,
): Stage {
  const parts: Segment[] = [
    ...builds(next, old, isNew),
    together(
      ...keys.map((one) => droppedForeignKey(one, "")),
      old === undefined ? lockFromAbove(topOf(next).table) : dropOf(old, ""),
      ...taken(next, old, isNew),
      ...next.identified,
      ...keys.map((one) => addedForeignKey(one, one.after)),
    ),
    ...validations(keys, "after"),
  ];
  const gone = [
    ...keys.map((one) => droppedForeignKey(one, "IF EXISTS ")),
    dropOf(next, "IF EXISTS "),
    ...(old === undefined || dropOf(old, "IF EXISTS ") === dropOf(next, "IF EXISTS ")
      ? []
      : [dropOf(old, "IF EXISTS ")]),
    ...next.leaves.map((one) => `DROP INDEX IF EXISTS ${one.schema}${quoted(builtName(one, next, old))}`),
  ];
  const undo =
    old === undefined
      ? [together(...gone)]
      : [
          ...builds(old, next, () => false),
          together(
            ...gone,
            ...taken(old, next, () => false),
            ...old.identified,
            ...keys.map((one) => addedForeignKey(one, one.before)),
          ),
          ...validations(keys, "before"),
        ];
  return { parts, undo, unsure: [], cleaning: [] };
}

type Leaf = PartitionedKey["leaves"][number];

/** The other one may have its names. */
function builtName({ name, table }: Leaf, key: PartitionedKey, other: PartitionedKey | undefined): string {
  return other === undefined ? name : shortName(`${name}_next`, JSON.stringify([table, key.words]));
}

function builds(
  key: PartitionedKey,
  other: PartitionedKey | undefined,
  isNew: (table: string) => boolean,
): readonly Segment[] {
  const old = key.leaves.filter((one) => !isNew(one.table));
  return old.map((leaf) => {
    const name = quoted(builtName(leaf, key, other));
    return alone(leaf.definition.replace(named, () => `CREATE UNIQUE INDEX CONCURRENTLY ${name} `));
  });
}

const named = /^CREATE UNIQUE INDEX (?:"(?:[^"]|"")*"|[^" ]+) /;

function taken(
  key: PartitionedKey,
  other: PartitionedKey | undefined,
  isNew: (table: string) => boolean,
): readonly string[] {
  const [kind = ""] = /^(?:UNIQUE|PRIMARY KEY)/.exec(key.words) ?? [];
  const [deferral = ""] = / (?:NOT )?DEFERRABLE.*$/.exec(key.words) ?? [];
  const add = (table: string, name: string, what: string) =>
    `ALTER TABLE ${table} ADD CONSTRAINT ${quoted(name)} ${what}`;
  return [
    ...key.leaves.map((leaf) =>
      isNew(leaf.table)
        ? add(leaf.table, leaf.name, key.words)
        : add(leaf.table, leaf.name, `${kind} USING INDEX ${quoted(builtName(leaf, key, other))}${deferral}`),
    ),
    ...key.parents.map(({ table, name }) => add(table, name, key.words)),
  ];
}

/** Of the table itself; the partitions' go with it. */
function dropOf(key: PartitionedKey, existence: "" | "IF EXISTS "): string {
  const { table, name } = topOf(key);
  return `ALTER TABLE ${table} DROP CONSTRAINT ${existence}${quoted(name)}`;
}

function topOf({ parents }: PartitionedKey) {
  const top = parents.at(-1);
  if (top === undefined) throw new Error("a key of a partitioned table without that table");
  return top;
}
