import type { Client } from "pg";
import type { ColumnChange } from "./column-change";
import { changeInPlace } from "./new-definitions";
import { type ColumnParts, readColumnParts } from "./read-column-parts";

/**
 * Why a column is changed in place: `undefined`, it is not; an empty text, since that writes no row anew; else what stands against a new column.
 * The copy is as it was afterwards.
 */
export async function whyInPlace(client: Client, change: ColumnChange, major: number): Promise<string | undefined> {
  await client.query("BEGIN");
  try {
    const parts = await readColumnParts(client, [change], major);
    const materialized = parts.views.find((one) => one.isMaterialized);
    if (materialized !== undefined) {
      return `materialized view ${materialized.name} would be computed anew while the tables are locked: drop it in a plan before`;
    }
    const before = await fileOf(client, change.table);
    await client.query(`ALTER TABLE ${change.table} RENAME COLUMN ${change.column} TO ${change.next}`);
    for (const statement of changeInPlace([change], parts)) await client.query(statement);
    if ((await fileOf(client, change.table)) === before) return "";
    return (
      (await shapeReason(client, change)) ??
      (await replicaReason(client, change)) ??
      partReason(parts) ??
      (await viewReason(client, change, parts))
    );
  } catch (error) {
    return (error as Error).message;
  } finally {
    await client.query("ROLLBACK");
  }
}

async function fileOf(client: Client, table: string): Promise<string | undefined> {
  const { rows } = await client.query<{ file: string }>("SELECT pg_relation_filenode($1::regclass)::text AS file", [
    table,
  ]);
  return rows[0]?.file;
}

async function shapeReason(client: Client, { table, isGenerated }: ColumnChange): Promise<string | undefined> {
  if (isGenerated) return "its values are generated";
  const { rows } = await client.query<{ isPlain: boolean; isTyped: boolean; isRelated: boolean }>(
    `SELECT c.relkind = 'r' AS "isPlain", c.reloftype <> 0 AS "isTyped",
       EXISTS (SELECT FROM pg_inherits i WHERE c.oid IN (i.inhrelid, i.inhparent)) AS "isRelated"
     FROM pg_class c WHERE c.oid = $1::regclass`,
    [table],
  );
  const [shape] = rows;
  if (shape === undefined || !shape.isPlain || shape.isRelated)
    return "the table is partitioned, a partition or inherits";
  return shape.isTyped ? "the table follows a type" : undefined;
}

/** What tells replicas of a column is bound to the one that goes, and PostgreSQL has no statement that moves it in the swap. */
async function replicaReason(client: Client, { table, next }: ColumnChange): Promise<string | undefined> {
  const { rows } = await client.query<{ reason: string }>(
    `SELECT format('index %s is the replica identity of its table', i.indexrelid::regclass) AS reason
     FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
     WHERE i.indrelid = $1::regclass AND i.indisreplident AND quote_ident(a.attname) = $2
     ORDER BY reason`,
    [table, next],
  );
  return rows[0]?.reason;
}

/** A view may do with the old values what PostgreSQL has no way to do with the new ones. */
async function viewReason(
  client: Client,
  { table, column, next }: ColumnChange,
  { views }: ColumnParts,
): Promise<string | undefined> {
  await client.query(`ALTER TABLE ${table} RENAME COLUMN ${next} TO ${column}`);
  for (const { name, create } of views) {
    try {
      for (const statement of create) await client.query(statement);
    } catch (error) {
      return `view ${name} cannot be made again after it: ${(error as Error).message}`;
    }
  }
  return undefined;
}

function partReason({ constraints, watched }: ColumnParts): string | undefined {
  const exclusion = constraints.find((one) => one.kind === "x" || one.isTemporal);
  if (exclusion !== undefined) {
    return `constraint ${exclusion.name} is no key that an index built beside it could become`;
  }
  const always = watched.find((one) => one.isAlways);
  return always && `${always.by} would fire for every row that is filled`;
}
