import { readingOptions } from "../../postgres/connection/session-settings";
import { planFailed } from "./plan-failed";
import type { EnginePlan, SchemaEngine } from "./schema-engine";
import { withoutShadowRole } from "./shadow-role";

const packageVersion = "1.0.0-alpha.34";
const lockTimeoutMs = 2_000;

/** Its names of the kinds that plan/with-unplanned-kinds.ts plans. */
const addedByUs = ["cast", "operator", "statistics object"];

/**
 * pg-delta, behind our interface. `compact` folds columns into CREATE TABLE; `verbose` does not, which keeps the order of columns
 * in cases where folding loses it; `whole-index` repairs its plans for indexes of partitioned tables, which it creates ON ONLY the
 * parent and so leaves invalid (research of 2026: schema-engines).
 */
export const deltaEngine: SchemaEngine = {
  name: "delta",
  description: `@supabase/pg-delta ${packageVersion}`,
  strategies: ["compact", "verbose", "whole-index"],
  async plan(fromUrl, toUrl, strategy) {
    const [{ Pool }, { extract }, { plan }] = await Promise.all([
      import("pg"),
      import("@supabase/pg-delta/extract"),
      import("@supabase/pg-delta/plan"),
    ]);
    const read = async (url: string) => {
      // One of the two may be a database that others work on: its reader tells them and tries again.
      const pool = new Pool({ connectionString: url, max: 1, lock_timeout: lockTimeoutMs, options: readingOptions });
      pool.on("error", () => {});
      try {
        const { factBase, diagnostics } = await extract(pool, { redactSecrets: false });
        const roles = await pool.query<{ name: string }>("SELECT rolname AS name FROM pg_roles");
        return { factBase, diagnostics, roles: roles.rows.map((row) => row.name) };
      } finally {
        await pool.end();
      }
    };
    const from = await read(fromUrl);
    const to = await read(toUrl);
    const notes = to.diagnostics.flatMap(({ code, context, message }) =>
      code === "unmodeled_kind" && !addedByUs.includes(String(context?.kind)) ? [message] : [],
    );
    try {
      const made = plan(from.factBase, to.factBase, {
        compact: strategy === "compact",
        scope: "database",
        // Roles belong to the server, not to a database: a plan names them and expects them to be there.
        assumedRoles: [...new Set([...from.roles, ...to.roles])],
      });
      return {
        actions: (await withoutShadowRole(made.actions)).map((action) => ({
          sql: strategy === "whole-index" ? withoutOnly(action.sql) : action.sql,
        })),
        settings: made.preamble.map(({ name, value }) => ({ name, value })),
        notes,
      } satisfies EnginePlan;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw planFailed(deltaEngine.description, strategy, reason);
    }
  },
};

function withoutOnly(sql: string): string {
  return sql.replace(/^(CREATE (?:UNIQUE )?INDEX .*? ON )ONLY /s, "$1");
}
