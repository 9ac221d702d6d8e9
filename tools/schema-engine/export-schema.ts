import { describeUrl } from "../postgres/connection/database-url";
import { readingOptions } from "../postgres/connection/session-settings";
import { redact } from "../process/redact";
import { problem } from "../report/problem";
import { Refused } from "../report/refused";
import { withVirtualColumns } from "./plan/virtual-columns";

/** What a schema file does not hold: roles, owners and privileges belong to a server and its operator. */
const leftOut = [
  /^(GRANT|REVOKE|ALTER DEFAULT PRIVILEGES|CREATE ROLE|ALTER ROLE|DROP ROLE)\b/,
  /^ALTER [^;]* OWNER TO /,
  /^(CREATE|COMMENT ON|ALTER) SCHEMA "?public"?(?![\w"])/,
];

const virtualColumns = `SELECT format('%I.%I.%I', n.nspname, c.relname, a.attname) AS name
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE a.attgenerated = 'v' AND a.attnum > 0`;

/**
 * The schema of a live database as SQL text, in an order in which it can be loaded. Every session is read-only, and no lock is
 * stronger than that of a read. Specline's own history is not part of it. Throws `Refused` when the server cannot be reached.
 */
export async function exportSchema(url: string): Promise<string> {
  const [{ Pool }, { extract }, { plan }, { buildFactBase }] = await Promise.all([
    import("pg"),
    import("@supabase/pg-delta/extract"),
    import("@supabase/pg-delta/plan"),
    import("@supabase/pg-delta/core"),
  ]);
  const pool = new Pool({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: 15_000,
    application_name: "specline",
    options: `${readingOptions} -c default_transaction_read_only=on`,
  });
  pool.on("error", () => {});
  try {
    await pool.query("SELECT 1").catch((error: Error) => {
      throw new Refused([problem("database/unreachable", { target: describeUrl(url), reason: redact(error.message) })]);
    });
    const { factBase } = await extract(pool, { redactSecrets: true });
    const roles = await pool.query<{ name: string }>("SELECT rolname AS name FROM pg_roles");
    const generated = await pool.query<{ name: string }>(virtualColumns);
    const virtual = new Set(generated.rows.map(({ name }) => name));
    const { actions } = plan(buildFactBase([], []), factBase, {
      compact: true,
      scope: "database",
      assumedRoles: roles.rows.map(({ name }) => name),
    });
    const own = actions.filter(({ sql, produces, consumes }) => {
      const isOwn = [...produces, ...consumes].every((id) => !/"(schema|name)":"specline"/.test(JSON.stringify(id)));
      return isOwn && !leftOut.some((pattern) => pattern.test(sql));
    });
    const statements = await withVirtualColumns(
      own.map(({ sql }) => ({ sql: loadable(sql) })),
      (column) => virtual.has(column),
    );
    // Functions may call others that come later.
    return `${["SET check_function_bodies = false", ...statements.map(({ sql }) => sql)].map((sql) => `${sql};`).join("\n\n")}\n`;
  } finally {
    await pool.end();
  }
}

/**
 * Without an owner of a schema, without a NOT NULL of a domain that is said twice, and with indexes of partitioned tables for
 * their partitions, too.
 */
function loadable(sql: string): string {
  const plain = sql
    .replace(/^(CREATE SCHEMA .*) AUTHORIZATION .*$/, "$1")
    .replace(/^(CREATE (?:UNIQUE )?INDEX .*? ON )ONLY /s, "$1")
    .replace(/;\s*$/, "");
  const isTwice = /^CREATE DOMAIN [^']* NOT NULL\b/.test(plain);
  return isTwice ? plain.replace(/ CONSTRAINT "(?:[^"]|"")*" NOT NULL/, "") : plain;
}
