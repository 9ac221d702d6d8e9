import type { AlterTableStmt, Node, RangeVar } from "libpg-query";
import type { Client } from "pg";
import type { LockMode } from "./lock-mode";
import type { StatementTrace, TableLock } from "./statement-trace";

/**
 * Locks of statements that run outside of transactions, where nobody can look at them: PostgreSQL manual, 13.3.1, and the pages of the
 * statements. Before the statement, which may drop what it names.
 */
export async function locksOfManual(client: Client, node: Node): Promise<StatementTrace["locks"]> {
  const locks = await Promise.all(named(node).map(({ name, mode }) => lockOf(client, name, mode)));
  return locks.flat();
}

interface Named {
  readonly name: string;
  readonly mode: LockMode;
}

function named(node: Node): readonly Named[] {
  if ("IndexStmt" in node) return of(node.IndexStmt.relation, "ShareUpdateExclusiveLock");
  if ("ReindexStmt" in node) return of(node.ReindexStmt.relation, "ShareUpdateExclusiveLock");
  if ("ClusterStmt" in node) return of(node.ClusterStmt.relation, "AccessExclusiveLock");
  if ("VacuumStmt" in node) {
    const isFull = (node.VacuumStmt.options ?? []).some((one) => "DefElem" in one && one.DefElem.defname === "full");
    const mode = isFull ? "AccessExclusiveLock" : "ShareUpdateExclusiveLock";
    return (node.VacuumStmt.rels ?? []).flatMap((one) =>
      "VacuumRelation" in one ? of(one.VacuumRelation.relation, mode) : [],
    );
  }
  if ("DropStmt" in node && node.DropStmt.removeType === "OBJECT_INDEX") {
    return (node.DropStmt.objects ?? []).flatMap((one) => ofParts(partsOf(one), "ShareUpdateExclusiveLock"));
  }
  if ("AlterTableStmt" in node) return detached(node.AlterTableStmt);
  return [];
}

/** DETACH PARTITION CONCURRENTLY: its second transaction takes the partition away from everybody. */
function detached({ relation, cmds = [] }: AlterTableStmt): readonly Named[] {
  const partitions = cmds.flatMap((one) => {
    const def = "AlterTableCmd" in one ? one.AlterTableCmd.def : undefined;
    return def !== undefined && "PartitionCmd" in def ? of(def.PartitionCmd.name, "AccessExclusiveLock") : [];
  });
  return [...of(relation, "ShareUpdateExclusiveLock"), ...partitions];
}

function of(relation: RangeVar | undefined, mode: LockMode): readonly Named[] {
  if (relation?.relname === undefined) return [];
  return ofParts(
    [relation.schemaname, relation.relname].flatMap((part) => part ?? []),
    mode,
  );
}

function partsOf(node: Node): readonly string[] {
  if (!("List" in node)) return [];
  return (node.List.items ?? []).flatMap((one) => ("String" in one ? (one.String.sval ?? []) : []));
}

function ofParts(parts: readonly string[], mode: LockMode): readonly Named[] {
  return [{ name: parts.map((part) => `"${part.replaceAll('"', '""')}"`).join("."), mode }];
}

/** By the name of a table or of one of its indexes. */
async function lockOf(client: Client, name: string, mode: LockMode): Promise<readonly TableLock[]> {
  const { rows } = await client.query<{ table: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS "table"
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.oid = coalesce((SELECT indrelid FROM pg_index WHERE indexrelid = to_regclass($1)), to_regclass($1))`,
    [name],
  );
  return rows.map(({ table }) => ({ table, mode }));
}
