import type { Client } from "pg";
import { type Diagnostic, diagnostic } from "../../compiler/diagnostics/diagnostic";
import { Refused } from "../../report/refused";
import type { Script } from "../migrations/read-script";
import type { SqlStatement } from "../sql/sql-statement";
import { changesRole } from "./as-own-role";
import { type NeededRight, neededRights } from "./needed-rights";

interface MissingRight {
  readonly role: string;
  readonly right: string;
  readonly object: string;
  /** A statement that gives it. */
  readonly grant: string;
}

/**
 * Rights that scripts need on what is there and the role of the target lacks, before the first statement runs: a plan of several
 * parts would stop in its middle. Reads only. Throws `Refused`.
 */
export async function checkRights(client: Client, scripts: readonly Script[], target: string): Promise<void> {
  const firstPlaces = new Map<string, { readonly needed: NeededRight; readonly statement: SqlStatement }>();
  for (const { needed, statement } of knownNeeds(scripts)) {
    const key = JSON.stringify(needed);
    if (!firstPlaces.has(key)) firstPlaces.set(key, { needed, statement });
  }
  const problems: Diagnostic[] = [];
  for (const { needed, statement } of firstPlaces.values()) {
    const missing = await missingRight(client, needed);
    if (missing !== undefined)
      problems.push(diagnostic("migration/right-missing", statement.span, { ...missing, target }));
  }
  if (problems.length > 0) throw new Refused(problems);
}

/** Up to where a script becomes somebody else, or gives itself a right: from there on PostgreSQL is the judge. */
function* knownNeeds(
  scripts: readonly Script[],
): Generator<{ readonly needed: NeededRight; readonly statement: SqlStatement }> {
  for (const { statements } of scripts) {
    // The runner resets role and settings after each script.
    let isPathChanged = false;
    for (const statement of statements) {
      if ("GrantRoleStmt" in statement.node) return;
      if (changesRole(statement)) break;
      isPathChanged ||= mayChangePath(statement);
      for (const needed of neededRights(statement.node)) {
        if (!isPathChanged || !dependsOnPath(needed)) yield { needed, statement };
      }
    }
  }
}

/** By `SET`, or by `set_config` wherever it may stand. */
function mayChangePath({ node, text }: SqlStatement): boolean {
  return !("CreateFunctionStmt" in node) && /search_path/i.test(text);
}

function dependsOnPath(needed: NeededRight): boolean {
  return "schema" in needed && needed.schema === undefined;
}

async function missingRight(client: Client, needed: NeededRight): Promise<MissingRight | undefined> {
  const { rows } = await client.query<MissingRight>(...questionOf(needed));
  return rows[0];
}

/** By the catalog's own tables: `to_regclass` is an error for a role that may not look into the schema. */
function questionOf(needed: NeededRight): [query: string, values: unknown[]] {
  switch (needed.kind) {
    case "owner":
    case "drop":
      return [
        `SELECT current_user AS role, 'the rights of its owner' AS right, c.oid::regclass::text AS object,
           format('GRANT %I TO %I', o.rolname, current_user) AS "grant"
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles o ON o.oid = c.relowner
         WHERE c.relname = $1 AND CASE WHEN $2::text IS NULL THEN pg_table_is_visible(c.oid) ELSE n.nspname = $2 END
           AND NOT pg_has_role(c.relowner, 'USAGE') AND NOT ($3 AND pg_has_role(n.nspowner, 'USAGE'))`,
        [needed.name, needed.schema ?? null, needed.kind === "drop"],
      ];
    case "create in schema":
      return [
        `SELECT current_user AS role, 'CREATE' AS right, format('schema %I', n.nspname) AS object,
           format('GRANT USAGE, CREATE ON SCHEMA %I TO %I', n.nspname, current_user) AS "grant"
         FROM pg_namespace n
         WHERE n.nspname = coalesce($1, current_schema()) AND NOT has_schema_privilege(n.oid, 'CREATE')`,
        [needed.schema ?? null],
      ];
    case "create in database":
      return [
        `SELECT current_user AS role, 'CREATE' AS right, format('database %I', current_database()) AS object,
           format('GRANT CREATE ON DATABASE %I TO %I', current_database(), current_user) AS "grant"
         WHERE NOT has_database_privilege(current_database(), 'CREATE')`,
        [],
      ];
    default:
      throw new Error(`unknown right: ${JSON.stringify(needed satisfies never)}`);
  }
}
