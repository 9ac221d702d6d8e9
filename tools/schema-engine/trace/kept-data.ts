import type { Node } from "libpg-query";
import type { Client } from "pg";

/** What is there of data and of what guards it, by keys that renames do not change. */
export interface KeptData {
  readonly relations: ReadonlyMap<number, { readonly kind: string; readonly name: string }>;
  readonly columns: ReadonlyMap<string, Part & { readonly relation: number; readonly name: string }>;
  /** Policies, triggers, constraints and indexes of tables, which CASCADE may take along. */
  readonly parts: ReadonlyMap<
    string,
    Part & { readonly kind: PartKind; readonly name: string; readonly relation: number }
  >;
  /** Rows that this session has deleted and not told the server yet. */
  readonly deleted: ReadonlyMap<number, number>;
  /** Tables whose file has something in it, which TRUNCATE takes; a look at their rows would count as a scan. */
  readonly filled: ReadonlySet<number>;
}

interface Part {
  /** It goes with that of a parent, or with its constraint, which is told. One that is attached or adopted becomes so, and is not lost. */
  readonly follows: boolean;
}

type PartKind = "restrictive policy" | "policy" | "trigger" | "constraint" | "index";

export interface Loss {
  readonly kind: "table" | "view" | "sequence" | "column" | "rows" | PartKind;
  /** SQL, with schema. */
  readonly object: string;
  /** The table that it is or belongs to, as the catalog snapshot names it. */
  readonly table: string;
}

/** Statements whose text does not say all that they delete: blocks, functions that are called, CASCADE of statements and of foreign keys, triggers. */
export function mayDelete(node: Node): boolean {
  return (
    [
      "DoStmt",
      "CallStmt",
      "SelectStmt",
      "InsertStmt",
      "UpdateStmt",
      "DeleteStmt",
      "MergeStmt",
      "TruncateStmt",
      "ExecuteStmt",
    ].some((kind) => kind in node) || cascades(node)
  );
}

function cascades(node: Node): boolean {
  if ("DropStmt" in node) return node.DropStmt.behavior === "DROP_CASCADE";
  if ("DropOwnedStmt" in node) return true;
  if (!("AlterTableStmt" in node)) return false;
  const commands = node.AlterTableStmt.cmds ?? [];
  return commands.some((one) => "AlterTableCmd" in one && one.AlterTableCmd.behavior === "DROP_CASCADE");
}

export async function readKeptData(client: Client): Promise<KeptData> {
  const { rows: relations } = await client.query<{
    oid: number;
    kind: string;
    name: string;
    deleted: number;
    size: number;
  }>(
    `SELECT c.oid::int, format('%I.%I', n.nspname, c.relname) AS name,
       CASE c.relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' WHEN 'm' THEN 'view' ELSE 'table' END AS kind,
       coalesce(pg_stat_get_xact_tuples_deleted(c.oid), 0)::float8 AS deleted,
       CASE WHEN c.relkind = 'r' THEN pg_relation_size(c.oid) ELSE 0 END::float8 AS size
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'f', 'm', 'v', 'S') AND c.relpersistence <> 't' AND NOT EXISTS (
       SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0)`,
  );
  const { rows: columns } = await client.query<{ relation: number; number: number; name: string; follows: boolean }>(
    `SELECT a.attrelid::int AS relation, a.attnum::int AS number, quote_ident(a.attname) AS name, a.attinhcount > 0 AS follows
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE a.attnum > 0 AND NOT a.attisdropped AND c.oid >= 16384 AND c.relkind IN ('r', 'p', 'f')`,
  );
  const { rows: parts } = await client.query<{
    key: string;
    kind: PartKind;
    name: string;
    relation: number;
    follows: boolean;
  }>(
    `SELECT key, kind, follows, format('%I.%I.%I', n.nspname, c.relname, part) AS name, c.oid::int AS relation
     FROM (
       SELECT 'policy ' || oid AS key, CASE WHEN polpermissive THEN 'policy' ELSE 'restrictive policy' END AS kind, polname AS part, polrelid AS owner,
         false AS follows
       FROM pg_policy
       UNION ALL SELECT 'trigger ' || oid, 'trigger', tgname, tgrelid, tgparentid <> 0 FROM pg_trigger WHERE NOT tgisinternal
       UNION ALL SELECT 'constraint ' || oid, 'constraint', conname, conrelid, coninhcount > 0 OR conparentid <> 0 FROM pg_constraint
         WHERE contype IN ('c', 'f', 'p', 'u', 'x')
       UNION ALL SELECT 'index ' || i.oid, 'index', i.relname, x.indrelid, i.relispartition OR EXISTS (SELECT FROM pg_constraint WHERE conindid = i.oid)
         FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
     ) AS found JOIN pg_class c ON c.oid = found.owner JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid >= 16384`,
  );
  return {
    parts: new Map(parts.map((one) => [one.key, one])),
    relations: new Map(relations.map((one) => [one.oid, one])),
    columns: new Map(columns.map((one) => [`${one.relation} ${one.number}`, one])),
    deleted: new Map(relations.map((one) => [one.oid, one.deleted])),
    filled: new Set(relations.filter((one) => one.size > 0).map((one) => one.oid)),
  };
}

/** Of a table that is gone no columns and no rows are told. */
export function lossesOf(before: KeptData, after: KeptData): readonly Loss[] {
  const losses: Loss[] = [];
  for (const [oid, { kind, name }] of before.relations) {
    if (!after.relations.has(oid)) losses.push({ kind: kind as Loss["kind"], object: name, table: name });
    else if (
      (after.deleted.get(oid) ?? 0) > (before.deleted.get(oid) ?? 0) ||
      (before.filled.has(oid) && !after.filled.has(oid))
    )
      losses.push({ kind: "rows", object: name, table: name });
  }
  for (const [key, { relation, name, follows }] of before.columns) {
    const table = before.relations.get(relation)?.name;
    if (follows || table === undefined || after.columns.has(key) || !after.relations.has(relation)) continue;
    losses.push({ kind: "column", object: `${table}.${name}`, table });
  }
  for (const [key, { kind, name, relation, follows }] of before.parts) {
    const table = before.relations.get(relation)?.name;
    if (follows || table === undefined || after.parts.has(key) || !after.relations.has(relation)) continue;
    losses.push({ kind, object: name, table });
  }
  return losses;
}
