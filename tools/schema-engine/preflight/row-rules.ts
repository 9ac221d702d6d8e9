import type { Client } from "pg";

/** What rows of a database must satisfy, by the OIDs of its shadow: renames do not change them. */
export interface RowRules {
  readonly columns: readonly RuledColumn[];
  readonly checks: readonly RuledCheck[];
  readonly domainChecks: readonly RuledDomain[];
  readonly partitions: readonly RuledPartition[];
  readonly foreignKeys: readonly RuledForeignKey[];
  readonly uniques: readonly RuledUnique[];
  readonly exclusions: readonly Rule[];
  /** Types of users, with their names in SQL. */
  readonly types: readonly RuledType[];
}

export interface RuledColumn {
  readonly table: number;
  readonly number: number;
  /** SQL, with schema. */
  readonly tableName: string;
  /** Its rows are those of its partitions. */
  readonly isPartitioned: boolean;
  /** SQL. */
  readonly name: string;
  readonly type: string;
  readonly typeOid: number;
  /** As in pg_attribute: a length, a precision. */
  readonly modifier: number;
  /** Of an enum, or of the elements of an array of one. */
  readonly labels: readonly string[] | null;
  readonly isArray: boolean;
  /** By itself or by its domain. */
  readonly isNotNull: boolean;
  /** By a default, an identity or an expression. */
  readonly isFilled: boolean;
  /** SQL of the value that rows have which were there before the column; `null`: none is stored. */
  readonly missing: string | null;
  /** Its domain and those that this one is made of. */
  readonly domains: readonly number[];
  /** Of a partition: the table that it is one of. */
  readonly parents: readonly number[];
}

interface Rule {
  readonly oid: number;
  readonly table: number;
  readonly name: string;
  /** Numbers of the columns that it names. */
  readonly numbers: readonly number[];
}

export interface RuledCheck extends Rule {
  readonly expression: string;
}

export interface RuledDomain {
  readonly oid: number;
  readonly domain: number;
  /** SQL, with schema. */
  readonly domainName: string;
  readonly name: string;
  /** Of `VALUE`. */
  readonly expression: string;
}

export interface RuledPartition {
  readonly table: number;
  readonly tableName: string;
  readonly parent: number;
  readonly parentName: string;
  readonly isDefault: boolean;
  /** `null`: the default partition of a table that has no other one. */
  readonly expression: string | null;
}

export interface RuledForeignKey extends Rule {
  readonly referenced: number;
  readonly referencedNumbers: readonly number[];
  readonly isFull: boolean;
  readonly hasPeriod: boolean;
}

export interface RuledUnique extends Rule {
  readonly keys: readonly string[];
  readonly predicate: string | null;
  readonly areNullsEqual: boolean;
}

interface RuledType {
  readonly oid: number;
  readonly name: string;
}

/** Constraints that are not validated rule no row that is there. */
export async function readRowRules(client: Client): Promise<RowRules> {
  const rows = async <Row extends object>(sql: string): Promise<readonly Row[]> => (await client.query<Row>(sql)).rows;
  return {
    columns: await rows<RuledColumn>(columnsSql),
    checks: await rows<RuledCheck>(checksSql),
    domainChecks: await rows<RuledDomain>(domainChecksSql),
    partitions: await rows<RuledPartition>(partitionsSql),
    foreignKeys: await rows<RuledForeignKey>(foreignKeysSql),
    uniques: await rows<RuledUnique>(indexesSql("i.indisunique AND NOT i.indisexclusion")),
    exclusions: await rows<RuledUnique>(indexesSql("i.indisexclusion")),
    types: await rows<RuledType>(typesSql),
  };
}

// The text of a stored value is taken by way of text[], since the array may be one of arrays.
const columnsSql = `WITH RECURSIVE chain AS (
  SELECT oid AS type, oid AS domain, typbasetype AS base, typnotnull FROM pg_type WHERE typtype = 'd'
  UNION ALL
  SELECT chain.type, t.oid, t.typbasetype, t.typnotnull FROM chain JOIN pg_type t ON t.oid = chain.base AND t.typtype = 'd'
)
SELECT c.oid::int AS table, a.attnum::int AS number, format('%I.%I', n.nspname, c.relname) AS "tableName",
  c.relkind = 'p' AS "isPartitioned", quote_ident(a.attname) AS name, format_type(a.atttypid, a.atttypmod) AS type,
  a.atttypid::int AS "typeOid", a.atttypmod AS modifier, t.typcategory = 'A' AS "isArray",
  (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid IN (t.oid, t.typelem)) AS labels,
  a.attnotnull AND NOT EXISTS (
    SELECT FROM pg_constraint k WHERE k.contype = 'n' AND k.conrelid = c.oid AND k.conkey = ARRAY[a.attnum] AND NOT k.convalidated
  ) OR EXISTS (SELECT FROM chain WHERE chain.type = a.atttypid AND chain.typnotnull) AS "isNotNull",
  a.atthasdef OR a.attidentity <> '' OR (t.typtype = 'd' AND t.typdefault IS NOT NULL) AS "isFilled",
  CASE WHEN a.atthasmissing
    THEN format('%L::%s', (a.attmissingval::text::text[])[1], format_type(a.atttypid, a.atttypmod)) END AS missing,
  ARRAY(SELECT chain.domain::int FROM chain WHERE chain.type = a.atttypid) AS domains,
  ARRAY(SELECT i.inhparent::int FROM pg_inherits i WHERE i.inhrelid = c.oid AND c.relispartition) AS parents
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.oid >= 16384 AND c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't'`;

const checksSql = `SELECT k.oid::int, k.conrelid::int AS table, quote_ident(k.conname) AS name,
  coalesce(k.conkey, '{}')::int[] AS numbers, pg_get_expr(k.conbin, k.conrelid) AS expression
FROM pg_constraint k WHERE k.contype = 'c' AND k.conrelid <> 0 AND k.convalidated`;

const domainChecksSql = `SELECT k.oid::int, t.oid::int AS domain, format('%I.%I', n.nspname, t.typname) AS "domainName",
  quote_ident(k.conname) AS name, pg_get_expr(k.conbin, 0) AS expression
FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE k.contype = 'c' AND k.convalidated AND t.oid >= 16384`;

const partitionsSql = `SELECT c.oid::int AS table, format('%I.%I', n.nspname, c.relname) AS "tableName", p.oid::int AS parent,
  format('%I.%I', pn.nspname, p.relname) AS "parentName", coalesce(of.partdefid = c.oid, false) AS "isDefault",
  pg_get_partition_constraintdef(c.oid) AS expression
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_inherits i ON i.inhrelid = c.oid JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
JOIN pg_partitioned_table of ON of.partrelid = p.oid
WHERE c.relispartition AND c.relkind IN ('r', 'p')`;

// One that a key has for each partition of the table that it refers to asks nothing more than the key.
const foreignKeysSql = `SELECT k.oid::int, k.conrelid::int AS table, quote_ident(k.conname) AS name, k.conkey::int[] AS numbers,
  k.confrelid::int AS referenced, k.confkey::int[] AS "referencedNumbers", k.confmatchtype = 'f' AS "isFull",
  coalesce((to_jsonb(k) ->> 'conperiod')::boolean, false) AS "hasPeriod"
FROM pg_constraint k
WHERE k.contype = 'f' AND k.convalidated
  AND NOT EXISTS (SELECT FROM pg_constraint p WHERE p.oid = k.conparentid AND p.conrelid = k.conrelid)`;

const indexesSql = (
  which: string,
) => `SELECT i.indexrelid::int AS oid, i.indrelid::int AS table, quote_ident(c.relname) AS name,
  ARRAY(
    SELECT key::int FROM unnest(i.indkey::int2[]) key WHERE key > 0
    UNION SELECT d.refobjsubid FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
      AND d.refclassid = 'pg_class'::regclass AND d.refobjid = i.indrelid AND d.refobjsubid > 0
  ) AS numbers,
  ARRAY(SELECT pg_get_indexdef(i.indexrelid, key, false) FROM generate_series(1, i.indnkeyatts) key) AS keys,
  pg_get_expr(i.indpred, i.indrelid) AS predicate, i.indnullsnotdistinct AS "areNullsEqual"
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE ${which} AND i.indexrelid >= 16384`;

const typesSql = `SELECT t.oid::int, format('%I.%I', n.nspname, t.typname) AS name
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.oid >= 16384`;
