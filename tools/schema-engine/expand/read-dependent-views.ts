import type { Client } from "pg";

/** A view that the old columns hold fast: it goes before the swap of the columns and comes again after it, in the same transaction. */
export interface ViewPart {
  /** SQL, with schema. */
  readonly name: string;
  /** Its rows are its own, so it cannot come again in a moment. */
  readonly isMaterialized: boolean;
  /** SQL that makes it again, with all that it had. */
  readonly create: readonly string[];
}

interface ViewRow {
  readonly oid: number;
  readonly name: string;
  readonly kind: string;
  readonly definition: string;
  readonly options: string | null;
  readonly owner: string | null;
}

/**
 * Views that need the columns, and those that need them, each after what it needs.
 *
 * @param touched SQL of a common table expression `touched (relation, number)`
 */
export async function readDependentViews(
  client: Client,
  touched: string,
  values: readonly unknown[],
): Promise<readonly ViewPart[]> {
  const { rows } = await client.query<ViewRow>(
    `WITH RECURSIVE ${touched}, dependent AS (
       SELECT r.ev_class AS oid, 1 AS depth FROM touched
       JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND (d.refobjid, d.refobjsubid) = (touched.relation, touched.number)
       JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid AND r.ev_class <> touched.relation
       UNION
       SELECT r.ev_class, dependent.depth + 1 FROM dependent
       JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = dependent.oid
       JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid AND r.ev_class <> dependent.oid
     )
     SELECT c.oid::int, format('%I.%I', n.nspname, c.relname) AS name, c.relkind AS kind, pg_get_viewdef(c.oid) AS definition,
       array_to_string(c.reloptions, ', ') AS options, nullif(quote_ident(o.rolname), quote_ident(current_user)) AS owner
     FROM (SELECT oid, max(depth) AS depth FROM dependent GROUP BY oid) AS found
     JOIN pg_class c ON c.oid = found.oid AND c.relkind IN ('v', 'm') JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_roles o ON o.oid = c.relowner ORDER BY found.depth, 2`,
    [...values],
  );
  const views: ViewPart[] = [];
  for (const row of rows) {
    views.push({
      name: row.name,
      isMaterialized: row.kind === "m",
      create: [createView(row), ...(await belongings(client, row))],
    });
  }
  return views;
}

function createView({ name, options, definition }: ViewRow): string {
  const head = `CREATE VIEW ${name}${options === null || options === "" ? "" : ` WITH (${options})`}`;
  return `${head} AS\n${definition.trim().replace(/;$/, "")}`;
}

/** Owner, defaults, triggers, rules, grants and comments. */
async function belongings(client: Client, { oid, name, owner }: ViewRow): Promise<readonly string[]> {
  const list = async (query: string) =>
    (await client.query<{ sql: string }>(query, [oid, name])).rows.map((one) => one.sql);
  const grantee =
    "CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident((SELECT rolname FROM pg_roles WHERE oid = g.grantee)) END";
  const option = "CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END";
  return [
    ...(owner === null ? [] : [`ALTER VIEW ${name} OWNER TO ${owner}`]),
    ...(await list(
      `SELECT format('ALTER VIEW %s ALTER COLUMN %I SET DEFAULT %s', $2::text, a.attname, pg_get_expr(d.adbin, d.adrelid)) AS sql
       FROM pg_attrdef d JOIN pg_attribute a ON (a.attrelid, a.attnum) = (d.adrelid, d.adnum) WHERE d.adrelid = $1 ORDER BY a.attnum`,
    )),
    ...(await list(
      `SELECT rtrim(pg_get_ruledef(oid), ';') AS sql FROM pg_rewrite
       WHERE ev_class = $1 AND rulename <> '_RETURN' AND $2::text <> '' ORDER BY rulename`,
    )),
    ...(await list(
      `SELECT pg_get_triggerdef(oid) AS sql FROM pg_trigger
       WHERE tgrelid = $1 AND NOT tgisinternal AND $2::text <> '' ORDER BY tgname`,
    )),
    ...(await list(
      `SELECT format('GRANT %s ON %s TO %s%s', string_agg(g.privilege_type, ', ' ORDER BY g.privilege_type), $2::text, ${grantee}, ${option}) AS sql
       FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) g WHERE c.oid = $1 AND g.grantee <> c.relowner
       GROUP BY g.grantee, g.is_grantable ORDER BY g.grantee, g.is_grantable`,
    )),
    ...(await list(
      `SELECT format('GRANT %s (%I) ON %s TO %s%s', string_agg(g.privilege_type, ', ' ORDER BY g.privilege_type), a.attname, $2::text, ${grantee}, ${option}) AS sql
       FROM pg_attribute a CROSS JOIN LATERAL aclexplode(a.attacl) g WHERE a.attrelid = $1
       GROUP BY a.attnum, a.attname, g.grantee, g.is_grantable ORDER BY a.attnum, g.grantee`,
    )),
    ...(await list(
      `SELECT format('COMMENT ON %s IS %L', CASE WHEN d.objsubid = 0 THEN 'VIEW ' || $2::text
         ELSE 'COLUMN ' || $2::text || '.' || quote_ident(a.attname) END, d.description) AS sql
       FROM pg_description d LEFT JOIN pg_attribute a ON (a.attrelid, a.attnum) = (d.objoid, d.objsubid)
       WHERE d.classoid = 'pg_class'::regclass AND d.objoid = $1 ORDER BY d.objsubid`,
    )),
  ];
}
