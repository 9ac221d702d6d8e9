import type { Client } from "pg";
import type { ColumnChange } from "./column-change";
import { readDependentViews, type ViewPart } from "./read-dependent-views";

/** What hangs on the columns of a change and has to be there again for the new ones. Names are SQL; tables have their schema. */
export interface ColumnParts {
  readonly constraints: readonly ConstraintPart[];
  readonly indexes: readonly IndexPart[];
  readonly sequences: readonly SequencePart[];
  readonly notNulls: readonly NotNullPart[];
  readonly grants: readonly ColumnGrant[];
  /** Each after the ones that it needs. */
  readonly views: readonly ViewPart[];
  /** Tables with a trigger or a rule of the user that any UPDATE fires; `isAlways`: whatever the session says. */
  readonly watched: readonly { readonly table: string; readonly by: string; readonly isAlways: boolean }[];
}

export interface ConstraintPart {
  readonly kind: "p" | "u" | "c" | "f" | "x";
  readonly table: string;
  readonly name: string;
  /** Of a foreign key. */
  readonly referenced: string | null;
  /** Of a key: without schema. */
  readonly index: string | null;
  readonly isDeferrable: boolean;
  readonly isDeferred: boolean;
  /** `WITHOUT OVERLAPS` or `PERIOD` (PostgreSQL 18). */
  readonly isTemporal: boolean;
}

export interface IndexPart {
  readonly schema: string;
  readonly name: string;
  readonly table: string;
  readonly isOfConstraint: boolean;
}

export interface SequencePart {
  readonly table: string;
  readonly column: string;
  readonly schema: string;
  readonly name: string;
  /** `a`: always, `d`: by default, empty: a sequence that the column owns. */
  readonly identity: "a" | "d" | "";
  readonly options: string;
}

/** PostgreSQL 18 keeps them as constraints with names; `name` is null before. */
export interface NotNullPart {
  readonly table: string;
  readonly column: string;
  readonly name: string | null;
}

export interface ColumnGrant {
  readonly table: string;
  readonly column: string;
  readonly privilege: string;
  readonly role: string;
  readonly isGrantable: boolean;
}

const fullName = (oid: string) =>
  `(SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ${oid})`;

/** `touched (relation, number)`: the columns. */
const touched = `touched AS (
  SELECT a.attrelid AS relation, a.attnum AS number FROM unnest($1::text[], $2::text[]) AS wanted(rel, col)
  JOIN pg_attribute a ON a.attrelid = wanted.rel::regclass AND quote_ident(a.attname) = wanted.col AND NOT a.attisdropped)`;

const dependsOnTouched = (catalog: string, oid: string) => `EXISTS (
  SELECT FROM pg_depend d JOIN touched ON (d.refobjid, d.refobjsubid) = (touched.relation, touched.number)
  WHERE d.classid = '${catalog}'::regclass AND d.objid = ${oid} AND d.refclassid = 'pg_class'::regclass)`;

export async function readColumnParts(
  client: Client,
  changes: readonly Pick<ColumnChange, "table" | "column">[],
  major: number,
): Promise<ColumnParts> {
  const columns = [changes.map((one) => one.table), changes.map((one) => one.column)];
  const rows = async <T extends object>(sql: string) =>
    (await client.query<T & Record<string, unknown>>(`WITH ${touched} ${sql}`, columns)).rows;
  const isTemporal = major >= 18 ? "k.conperiod" : "false";
  const constraints = await rows<ConstraintPart>(
    `SELECT k.contype AS kind, ${fullName("k.conrelid")} AS table, quote_ident(k.conname) AS name,
       ${fullName("nullif(k.confrelid, 0)")} AS referenced, k.condeferrable AS "isDeferrable", k.condeferred AS "isDeferred",
       (SELECT quote_ident(c.relname) FROM pg_class c WHERE k.contype IN ('p', 'u') AND c.oid = k.conindid) AS index,
       ${isTemporal} AS "isTemporal"
     FROM pg_constraint k WHERE k.contype IN ('p', 'u', 'c', 'f', 'x') AND k.conparentid = 0
       AND ${dependsOnTouched("pg_constraint", "k.oid")} ORDER BY 2, 3`,
  );
  const indexes = await rows<IndexPart>(
    `SELECT quote_ident(n.nspname) AS schema, quote_ident(c.relname) AS name, ${fullName("i.indrelid")} AS table,
       k.oid IS NOT NULL AS "isOfConstraint"
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
     WHERE ${dependsOnTouched("pg_class", "i.indexrelid")} OR ${dependsOnTouched("pg_constraint", "k.oid")} ORDER BY 3, 2`,
  );
  const sequences = await rows<SequencePart>(
    `SELECT ${fullName("a.attrelid")} AS table, quote_ident(a.attname) AS column, quote_ident(n.nspname) AS schema,
       quote_ident(c.relname) AS name, a.attidentity AS identity,
       concat_ws(' ', 'START WITH ' || s.seqstart, 'INCREMENT BY ' || s.seqincrement,
         CASE WHEN s.seqmin <> 1 AND (s.seqincrement > 0 OR s.seqmin NOT IN (-32768, -2147483648, -9223372036854775808))
           THEN 'MINVALUE ' || s.seqmin END,
         CASE WHEN s.seqmax <> -1 AND (s.seqincrement < 0 OR s.seqmax NOT IN (32767, 2147483647, 9223372036854775807))
           THEN 'MAXVALUE ' || s.seqmax END,
         'CACHE ' || s.seqcache, CASE WHEN s.seqcycle THEN 'CYCLE' END) AS options
     FROM touched JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass
       AND (d.refobjid, d.refobjsubid) = (touched.relation, touched.number) AND d.classid = 'pg_class'::regclass
     JOIN pg_sequence s ON s.seqrelid = d.objid JOIN pg_class c ON c.oid = s.seqrelid
     JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_attribute a ON (a.attrelid, a.attnum) = (touched.relation, touched.number)
     WHERE d.deptype IN ('a', 'i') ORDER BY 1, 2`,
  );
  const notNulls = await rows<NotNullPart>(
    `SELECT ${fullName("a.attrelid")} AS table, quote_ident(a.attname) AS column,
       (SELECT quote_ident(k.conname) FROM pg_constraint k WHERE k.contype = 'n' AND k.conrelid = a.attrelid
         AND k.conkey = ARRAY[a.attnum]) AS name
     FROM touched JOIN pg_attribute a ON (a.attrelid, a.attnum) = (touched.relation, touched.number) WHERE a.attnotnull`,
  );
  const grants = await rows<ColumnGrant>(
    `SELECT ${fullName("a.attrelid")} AS table, quote_ident(a.attname) AS column, g.privilege_type AS privilege,
       coalesce((SELECT quote_ident(rolname) FROM pg_roles WHERE oid = g.grantee), 'PUBLIC') AS role, g.is_grantable AS "isGrantable"
     FROM touched JOIN pg_attribute a ON (a.attrelid, a.attnum) = (touched.relation, touched.number)
     CROSS JOIN LATERAL aclexplode(a.attacl) g ORDER BY 1, 2, 3, 4`,
  );
  const watched = await rows<ColumnParts["watched"][number]>(
    `SELECT DISTINCT ${fullName("t.tgrelid")} AS table, concat('trigger ', quote_ident(t.tgname)) AS by, t.tgenabled IN ('A', 'R') AS "isAlways"
     FROM pg_trigger t JOIN touched ON touched.relation = t.tgrelid
     WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND (t.tgtype & 16) <> 0 AND cardinality(t.tgattr::int2[]) = 0
     UNION
     SELECT ${fullName("r.ev_class")}, concat('rule ', quote_ident(r.rulename)), r.ev_enabled IN ('A', 'R')
     FROM pg_rewrite r JOIN touched ON touched.relation = r.ev_class WHERE r.ev_type = '2' AND r.ev_enabled <> 'D' ORDER BY 1, 2`,
  );
  const views = await readDependentViews(client, touched, columns);
  return { constraints, indexes, sequences, notNulls, grants, views, watched };
}
