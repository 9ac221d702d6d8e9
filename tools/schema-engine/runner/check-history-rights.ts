import type { Client } from "pg";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";

const uses = { read: ["SELECT"], keep: ["SELECT", "INSERT", "UPDATE", "DELETE"] } as const;

/**
 * Whether the role may read the history of migrations, or also write it: what runs is recorded statement by statement, so it would stop in its
 * middle. Reads only, and by the catalog's own tables, since `to_regclass` is an error for a role that may not look into the schema. Throws
 * `Refused`.
 */
export async function checkHistoryRights(client: Client, target: string, use: keyof typeof uses): Promise<void> {
  const { rows } = await client.query<{ readonly reason: string; readonly grant: string }>(
    `WITH history AS (SELECT oid, nspname FROM pg_namespace WHERE nspname = 'specline'),
       tables AS (SELECT c.oid, c.relname FROM pg_class c JOIN history h ON h.oid = c.relnamespace
                  WHERE c.relname IN ('migrations', 'statements')),
       missing AS (
         SELECT format('CREATE on database %I', current_database()) AS reason,
           format('CREATE ON DATABASE %I', current_database()) AS given
         WHERE $2 AND NOT EXISTS (SELECT FROM history) AND NOT has_database_privilege(current_database(), 'CREATE')
         UNION ALL
         SELECT 'CREATE on schema specline', 'USAGE, CREATE ON SCHEMA specline' FROM history
         WHERE $2 AND (SELECT count(*) FROM tables) < 2 AND NOT has_schema_privilege(oid, 'CREATE')
         UNION ALL
         SELECT 'USAGE on schema specline', 'USAGE ON SCHEMA specline' FROM history
         WHERE NOT has_schema_privilege(oid, 'USAGE')
         UNION ALL
         SELECT format('%s on table specline.%I', string_agg(one, ', ' ORDER BY at), relname),
           format('%s ON TABLE specline.%I', string_agg(one, ', ' ORDER BY at), relname)
         FROM tables, unnest($1::text[]) WITH ORDINALITY AS wanted (one, at)
         WHERE NOT has_table_privilege(tables.oid, one) GROUP BY relname
       )
     SELECT format('%I lacks %s', current_user, string_agg(reason, ' and ')) AS reason,
       string_agg(format('GRANT %s TO %I;', given, current_user), ' ') AS "grant"
     FROM missing HAVING count(*) > 0`,
    [uses[use], use === "keep"],
  );
  const [missing] = rows;
  if (missing !== undefined)
    throw new Refused([
      problem("migration/history-not-permitted", { target, reason: missing.reason, grant: missing.grant }),
    ]);
}
