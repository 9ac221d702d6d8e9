import type { Client } from "pg";

/** What rows of a database must satisfy, by the OIDs of its shadow: renames do not change them. */
export interface RowRules {
  readonly columns: readonly RuledColumn[];
  readonly checks: readonly RuledCheck[];
  readonly foreignKeys: readonly RuledForeignKey[];
  readonly uniques: readonly RuledUnique[];
  /** Types of users, with their names in SQL. */
  readonly types: readonly { readonly oid: number; readonly name: string }[];
}

export interface RuledColumn {
  readonly table: number;
  readonly number: number;
  /** SQL, with schema. */
  readonly tableName: string;
  /** SQL. */
  readonly name: string;
  readonly type: string;
  readonly typeOid: number;
  /** As in pg_attribute: a length, a precision. */
  readonly modifier: number;
  /** Of an enum, or of the elements of an array of one. */
  readonly labels: readonly string[] | null;
  readonly isArray: boolean;
  readonly isNotNull: boolean;
  /** By a default, an identity or an expression. */
  readonly isFilled: boolean;
  readonly parents: readonly number[];
}

interface Rule {
  readonly oid: number;
  readonly table: number;
  readonly name: string;
  /** Numbers of columns; 0 is an expression. */
  readonly numbers: readonly number[];
}

export interface RuledCheck extends Rule {
  readonly expression: string;
}

export interface RuledForeignKey extends Rule {
  readonly referenced: number;
  readonly referencedNumbers: readonly number[];
  readonly isFull: boolean;
}

export interface RuledUnique extends Rule {
  readonly keys: readonly string[];
  readonly predicate: string | null;
  readonly areNullsEqual: boolean;
}

/** Constraints that are not validated rule no row that is there. */
export async function readRowRules(client: Client): Promise<RowRules> {
  const { rows: columns } = await client.query<RuledColumn>(
    `SELECT c.oid::int AS table, a.attnum::int AS number, format('%I.%I', n.nspname, c.relname) AS "tableName",
       quote_ident(a.attname) AS name, format_type(a.atttypid, a.atttypmod) AS type, a.atttypid::int AS "typeOid",
       a.atttypmod AS modifier, y.typcategory = 'A' AS "isArray",
       (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid IN (y.oid, y.typelem)) AS labels,
       a.attnotnull AND NOT EXISTS (
         SELECT FROM pg_constraint k WHERE k.contype = 'n' AND k.conrelid = c.oid AND k.conkey = ARRAY[a.attnum] AND NOT k.convalidated
       ) AS "isNotNull",
       a.atthasdef OR a.attidentity <> '' AS "isFilled",
       ARRAY(SELECT i.inhparent::int FROM pg_inherits i WHERE i.inhrelid = c.oid) AS parents
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_type y ON y.oid = a.atttypid
     WHERE a.attnum > 0 AND NOT a.attisdropped AND c.oid >= 16384 AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'`,
  );
  const { rows: checks } = await client.query<RuledCheck>(
    `SELECT k.oid::int, k.conrelid::int AS table, quote_ident(k.conname) AS name, coalesce(k.conkey, '{}')::int[] AS numbers,
       pg_get_expr(k.conbin, k.conrelid) AS expression
     FROM pg_constraint k WHERE k.contype = 'c' AND k.conrelid <> 0 AND k.convalidated`,
  );
  const { rows: foreignKeys } = await client.query<RuledForeignKey>(
    `SELECT k.oid::int, k.conrelid::int AS table, quote_ident(k.conname) AS name, k.conkey::int[] AS numbers,
       k.confrelid::int AS referenced, k.confkey::int[] AS "referencedNumbers", k.confmatchtype = 'f' AS "isFull"
     FROM pg_constraint k WHERE k.contype = 'f' AND k.convalidated AND k.conparentid = 0`,
  );
  const { rows: uniques } = await client.query<RuledUnique>(
    `SELECT i.indexrelid::int AS oid, i.indrelid::int AS table, quote_ident(c.relname) AS name, i.indkey::int2[]::int[] AS numbers,
       ARRAY(SELECT pg_get_indexdef(i.indexrelid, key, false) FROM generate_series(1, i.indnkeyatts) key) AS keys,
       pg_get_expr(i.indpred, i.indrelid) AS predicate, i.indnullsnotdistinct AS "areNullsEqual"
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indisunique AND i.indexrelid >= 16384`,
  );
  const { rows: types } = await client.query<RowRules["types"][number]>(
    `SELECT t.oid::int, format('%I.%I', n.nspname, t.typname) AS name
     FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.oid >= 16384`,
  );
  return { columns, checks, foreignKeys, uniques, types };
}
