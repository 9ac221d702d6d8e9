import { readingOptions } from "../../postgres/connection/session-settings";
import { planFailed } from "./plan-failed";
import type { EnginePlan, SchemaEngine } from "./schema-engine";
import { withoutShadowRole } from "./shadow-role";
import { withoutStatements } from "./without-statements";

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
    const [{ Pool }, { extract }, { plan }, { FactBase }] = await Promise.all([
      import("pg"),
      import("@supabase/pg-delta/extract"),
      import("@supabase/pg-delta/plan"),
      import("@supabase/pg-delta/core"),
    ]);
    const read = async (url: string) => {
      // One of the two may be a database that others work on: its reader tells them and tries again.
      const pool = new Pool({ connectionString: url, max: 1, lock_timeout: lockTimeoutMs, options: readingOptions });
      pool.on("error", () => {});
      try {
        const { factBase, diagnostics } = await extract(pool, { redactSecrets: false });
        const roles = await pool.query<{ name: string }>("SELECT rolname AS name FROM pg_roles");
        return {
          factBase: withoutIdentitiesOfPartitions(factBase, FactBase),
          diagnostics,
          roles: roles.rows.map((row) => row.name),
        };
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
      const made = plan(withVersionsLeft(from.factBase, to.factBase, FactBase), to.factBase, {
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
      throw planFailed(deltaEngine.description, strategy, withoutStatements(reason));
    }
  },
};

type FactBases = typeof import("@supabase/pg-delta/core").FactBase;

/**
 * It has no index that a partition has from its parent, and finds no plan where such a one is the replica identity: those are set by
 * online/keep-identities.ts.
 */
function withoutIdentitiesOfPartitions(facts: InstanceType<FactBases>, Facts: FactBases): InstanceType<FactBases> {
  const known = new Set(
    facts.facts().flatMap(({ id }) => ("schema" in id && "name" in id ? [`${id.kind} ${id.schema} ${id.name}`] : [])),
  );
  const isUnknown = ({ id, payload }: Fact) => {
    const index = payload.replicaIdentityIndex;
    if (id.kind !== "table" || typeof index !== "string" || payload.partitionBound === null) return false;
    return !known.has(`index ${id.schema} ${index}`) && !known.has(`constraint ${id.schema} ${index}`);
  };
  const plain = { replicaIdentity: "d", replicaIdentityIndex: null };
  return withPayload(facts, Facts, (one) => (isUnknown(one) ? plain : undefined));
}

/** It would drop a server to unset its version, with all that is on it. plan/missing-settings.ts says VERSION NULL. */
function withVersionsLeft(
  from: InstanceType<FactBases>,
  to: InstanceType<FactBases>,
  Facts: FactBases,
): InstanceType<FactBases> {
  const servers = to.facts().filter(({ id, payload }) => id.kind === "server" && payload.version === null);
  const unset = new Set(servers.map(({ id }) => JSON.stringify(id)));
  const isUnset = ({ id, payload }: Fact) =>
    id.kind === "server" && payload.version !== null && unset.has(JSON.stringify(id));
  return withPayload(from, Facts, (one) => (isUnset(one) ? { version: null } : undefined));
}

type Fact = ReturnType<InstanceType<FactBases>["facts"]>[number];

function withPayload(
  facts: InstanceType<FactBases>,
  Facts: FactBases,
  change: (fact: Fact) => Fact["payload"] | undefined,
): InstanceType<FactBases> {
  const all = facts.facts();
  const changed = all.map((one) => {
    const payload = change(one);
    return payload === undefined ? one : { ...one, payload: { ...one.payload, ...payload } };
  });
  if (changed.every((one, index) => one === all[index])) return facts;
  const next = new Facts(changed, [...facts.edges], facts.source, facts.referenceOnly);
  next.diagnostics.push(...facts.diagnostics);
  return next;
}

function withoutOnly(sql: string): string {
  return sql.replace(/^(CREATE (?:UNIQUE )?INDEX .*? ON )ONLY /s, "$1");
}
