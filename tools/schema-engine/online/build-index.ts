import type { IndexStmt } from "libpg-query";
import { quoted, tableName } from "../plan/table-name";
import { lockFromAbove } from "./lock-from-above";
import { alone, type OnlineForm, together } from "./online-form";
import type { SchemaFacts } from "./schema-facts";

/** `CREATE INDEX CONCURRENTLY` (PostgreSQL manual, CREATE INDEX, "Building Indexes Concurrently"). */
export function buildIndex(sql: string, index: IndexStmt, facts: SchemaFacts): OnlineForm | undefined {
  const table = tableName(index.relation);
  const name = index.idxname;
  if (name === undefined || index.concurrent) return undefined;
  if (facts.isPartitionedTable(table)) return buildPartitionedIndex(sql, index, name, facts);
  if (!facts.isPlainTable(table) && !facts.isMaterializedView(table)) return undefined;
  const later = [alone(concurrently(sql))];
  const isReferredTo = index.unique === true;
  return { inPlace: [], later, table, names: [name], columns: [], isReferredTo, unsure: [name], cleaning: [] };
}

/**
 * "To avoid locking the parent table … create the index on each partition concurrently, then create the partitioned index non-concurrently
 * to reduce the time where writes to the parent table will be locked out" (ibid.): on the parent alone first, which is quick; it becomes
 * valid when the last partition's index is attached.
 */
function buildPartitionedIndex(
  sql: string,
  index: IndexStmt,
  name: string,
  facts: SchemaFacts,
): OnlineForm | undefined {
  const table = tableName(index.relation);
  const parent = `${schemaOf(table)}${quoted(name)}`;
  const found = childIndexes(parent, table, facts);
  if (found === undefined || found.length === 0) return undefined;
  const inner = found.filter((one) => one.isPartitioned);
  const attach = (one: ChildIndex) => `ALTER INDEX ${one.parent} ATTACH PARTITION ${one.name}`;
  const leaves = found.filter((one) => !one.isPartitioned);
  // The index of a partition that has partitions becomes valid under a lock of the tables above it (`validatePartitionedIndex`).
  const above = inner.length === 0 ? [] : [lockFromAbove(`ONLY ${table}`)];
  const bare = (one: ChildIndex) =>
    one.name.slice(schemaOf(one.name).length).replace(/^"|"$/g, "").replaceAll('""', '"');
  return {
    inPlace: [onOnly(sql), ...inner.flatMap((one) => [onOnly(one.definition), attach(one)])],
    later: [
      ...leaves.map((one) => alone(concurrently(one.definition))),
      ...(leaves.length === 0 ? [] : [together(...above, ...leaves.map(attach))]),
    ],
    table,
    names: [name, ...found.map(bare)],
    columns: [],
    isReferredTo: index.unique === true,
    unsure: [],
    cleaning: leaves.map((one) => `DROP INDEX IF EXISTS ${one.name}`),
  };
}

interface ChildIndex {
  readonly name: string;
  readonly parent: string;
  readonly definition: string;
  readonly isPartitioned: boolean;
}

/** Parents before their children; `undefined`: a partition's index is not known, or it can have none. */
function childIndexes(parentIndex: string, table: string, facts: SchemaFacts): readonly ChildIndex[] | undefined {
  const found: ChildIndex[] = [];
  for (const partition of facts.partitionsOf(table)) {
    const child = facts.childIndex(parentIndex, partition);
    if (child === undefined || facts.isForeign(partition)) return undefined;
    const isPartitioned = facts.isPartitionedTable(partition);
    found.push({ ...child, parent: parentIndex, isPartitioned });
    const below = isPartitioned ? childIndexes(child.name, partition, facts) : [];
    if (below === undefined) return undefined;
    found.push(...below);
  }
  return found;
}

function schemaOf(name: string): string {
  return /^(?:"(?:[^"]|"")*"|[^".]+)\./.exec(name)?.[0] ?? "";
}

/** `CREATE INDEX CONCURRENTLY` of a plain `CREATE INDEX`. */
export function concurrently(sql: string): string {
  return sql.replace(/^(CREATE\s+(?:UNIQUE\s+)?INDEX)\s+/i, "$1 CONCURRENTLY ");
}

function onOnly(sql: string): string {
  return sql.replace(/^(CREATE\s+(?:UNIQUE\s+)?INDEX\s+(?:"(?:[^"]|"")*"|[^\s"]+)\s+ON\s+)(?!ONLY\b)/i, "$1ONLY ");
}
