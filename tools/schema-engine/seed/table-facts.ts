import type { Client } from "pg";
import { archiveSchema } from "../../postgres/archive-schema";

export interface SeedColumn {
  readonly name: string;
  /** Base type: domains resolved, arrays as their element. */
  readonly type: string;
  readonly isArray: boolean;
  /** With modifiers and schema, for messages and casts. */
  readonly shownType: string;
  /** `varchar(40)`: 40; `numeric(6,2)`: 6. */
  readonly length: number | null;
  readonly scale: number | null;
  readonly isNotNull: boolean;
  readonly hasDefault: boolean;
  readonly enumLabels: readonly string[] | null;
  /** Name of the domain and its CHECK expressions over VALUE. */
  readonly domainChecks: readonly string[];
}

export interface SeedForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  /** Quoted, with schema. */
  readonly target: string;
  readonly targetColumns: readonly string[];
}

export interface SeedTable {
  /** Quoted, with schema. */
  readonly name: string;
  /** Columns that take a value: neither generated nor identity, nor a serial's. In their order. */
  readonly columns: readonly SeedColumn[];
  /** Of all columns. */
  readonly columnNames: readonly string[];
  readonly foreignKeys: readonly SeedForeignKey[];
  /** Column lists of primary keys, unique constraints and unique indexes. */
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly checks: readonly { readonly name: string; readonly expression: string }[];
}

const domainBase = `WITH RECURSIVE base AS (
  SELECT t.oid AS start, t.oid, t.typtype, t.typbasetype, t.typtypmod, t.typnotnull, t.typdefault IS NOT NULL AS has_default FROM pg_type t
  UNION ALL
  SELECT b.start, t.oid, t.typtype, t.typbasetype, CASE WHEN t.typtypmod = -1 THEN b.typtypmod ELSE t.typtypmod END, b.typnotnull OR t.typnotnull, b.has_default OR t.typdefault IS NOT NULL
  FROM base b JOIN pg_type t ON t.oid = b.typbasetype WHERE b.typtype = 'd'
)`;

const columnsOf = `SELECT jsonb_agg(jsonb_build_object(
    'name', a.attname, 'type', CASE WHEN e.oid IS NULL THEN y.typname ELSE e.typname END, 'isArray', e.oid IS NOT NULL,
    'shownType', format_type(a.atttypid, a.atttypmod),
    'length', CASE WHEN m.mod < 4 THEN NULL WHEN coalesce(e.typname, y.typname) = 'numeric' THEN (m.mod - 4) >> 16
      WHEN coalesce(e.typname, y.typname) IN ('varchar', 'bpchar') THEN m.mod - 4 WHEN coalesce(e.typname, y.typname) IN ('bit', 'varbit') THEN m.mod END,
    'scale', CASE WHEN m.mod >= 4 AND coalesce(e.typname, y.typname) = 'numeric' THEN (m.mod - 4) & 2047 END,
    'isNotNull', a.attnotnull OR b.typnotnull, 'hasDefault', a.atthasdef OR b.has_default,
    'enumLabels', (SELECT jsonb_agg(l.enumlabel ORDER BY l.enumsortorder) FROM pg_enum l WHERE l.enumtypid = coalesce(e.oid, y.oid)),
    'domainChecks', (SELECT coalesce(jsonb_agg(pg_get_expr(k.conbin, 0)), '[]') FROM base d JOIN pg_constraint k ON k.contypid = d.oid AND k.contype = 'c' WHERE d.start = a.atttypid)
  ) ORDER BY a.attnum)
  FROM pg_attribute a
  JOIN base b ON b.start = a.atttypid AND b.typtype <> 'd'
  JOIN pg_type y ON y.oid = b.oid
  LEFT JOIN pg_type e ON e.oid = y.typelem AND y.typsubscript = 'pg_catalog.array_subscript_handler'::regproc
  CROSS JOIN LATERAL (SELECT CASE WHEN a.atttypmod = -1 THEN b.typtypmod ELSE a.atttypmod END AS mod) m
  LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity = ''
    AND coalesce(pg_get_expr(f.adbin, f.adrelid), '') !~ '^nextval\\('`;

const columnNames = (relation: string, numbers: string) =>
  `(SELECT jsonb_agg(a.attname ORDER BY u.position) FROM unnest(${numbers}) WITH ORDINALITY u(number, position)
    JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = u.number)`;

/** What is needed to make rows, read from the catalog of the database itself. Partitions are filled through their parent. */
export async function readSeedTables(client: Client): Promise<readonly SeedTable[]> {
  const { rows } = await client.query<SeedTable>(`${domainBase}
    SELECT format('%I.%I', n.nspname, c.relname) AS name,
      coalesce((${columnsOf}), '[]') AS columns,
      coalesce((SELECT jsonb_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]') AS "columnNames",
      coalesce((SELECT jsonb_agg(jsonb_build_object('name', k.conname, 'columns', ${columnNames("k.conrelid", "k.conkey")},
          'target', (SELECT format('%I.%I', m.nspname, r.relname) FROM pg_class r JOIN pg_namespace m ON m.oid = r.relnamespace WHERE r.oid = k.confrelid),
          'targetColumns', ${columnNames("k.confrelid", "k.confkey")}) ORDER BY k.conname)
        FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.conparentid = 0), '[]') AS "foreignKeys",
      coalesce((SELECT jsonb_agg(${columnNames("i.indrelid", "i.indkey::int2[]")} ORDER BY i.indexrelid) FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indexprs IS NULL), '[]') AS "uniqueKeys",
      coalesce((SELECT jsonb_agg(jsonb_build_object('name', k.conname, 'expression', pg_get_expr(k.conbin, k.conrelid)) ORDER BY k.conname)
        FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c'), '[]') AS checks
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'specline', '${archiveSchema}')
      AND n.nspname !~ '^pg_' AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
    ORDER BY 1`);
  return rows;
}
