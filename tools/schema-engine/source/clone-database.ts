import type { Client } from "pg";
import { type CatalogSnapshot, readCatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { formatDifferences } from "../../postgres/catalog-snapshot/compare-snapshots";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { deltaEngine } from "../engine/delta-engine";
import type { EnginePlan } from "../engine/schema-engine";
import { shadowRole } from "../engine/shadow-role";
import { mendings, mendPlan } from "../plan/mend-plan";
import type { Stage } from "../plan/stage";
import { stagesOf } from "../prove/stages-of";
import { tryOn } from "../prove/try-on";
import { notNullNames } from "../rename/not-null-names";
import { copyRoles } from "./copy-roles";

/**
 * Copies the schema of a live database to the shadow, by pg-delta's plan from nothing to it, whatever engine makes the plans: it
 * models most, and so a machine that only migrates needs no other. Only reads the live one. Throws
 * `Refused` when the copy is not the same by the catalog snapshot.
 */
export async function cloneDatabase(
  shadow: Shadow,
  live: { readonly client: Client; readonly url: string; readonly shown: string },
): Promise<ShadowDatabase> {
  // All others by their names: a role that migrates has rights of its own on a live database, and its name on the clone.
  const ownRoles = [shadowRole];
  const wanted = await readCatalogSnapshot(live.client, undefined, ownRoles);
  const empty = await shadow.createDatabase();
  const admin = await shadow.connect(empty);
  const before = await readCatalogSnapshot(admin, undefined, ownRoles);
  const owner = await copyRoles(admin, live.client);
  if (owner !== undefined) {
    await admin.query(`ALTER DATABASE ${empty.name} OWNER TO ${admin.escapeIdentifier(owner)}`);
  }
  await admin.end();
  let reason = "";
  for (const strategy of deltaEngine.strategies) {
    const planned = await deltaEngine.plan(empty.url, live.url, strategy);
    const sides = [
      { snapshot: before },
      { snapshot: wanted, volatileFunctions: new Set<string>(), major: shadow.major },
    ] as const;
    let plan: EnginePlan | undefined = planned;
    for (let count = 0; plan !== undefined && count <= mendings; count++) {
      const clone = await shadow.createDatabase(empty);
      const stages: readonly Stage[] = await stagesOf(plan, ...sides, "builds");
      const segments = stages.flatMap((stage) => stage.parts);
      const trial = await tryOn(shadow, clone, segments, wanted, () => true, undefined, ownRoles);
      if (trial.isEqual) {
        await dropHistory(shadow, clone);
        await nameNotNulls(shadow, clone, wanted);
        return clone;
      }
      await shadow.dropDatabase(clone);
      reason ||= trial.problem.failure ?? formatDifferences(trial.problem.differences);
      plan = mendPlan(plan, trial.problem, before, wanted);
    }
  }
  throw new Refused([problem("migration/cannot-clone", { target: live.shown, differences: reason })]);
}

/** Engines do not plan their names, and a note that tells one must tell the right one. */
async function nameNotNulls(shadow: Shadow, clone: ShadowDatabase, wanted: CatalogSnapshot): Promise<void> {
  const client = await shadow.connect(clone);
  try {
    for (const { up } of notNullNames(await readCatalogSnapshot(client), wanted, true)) {
      // One of a child follows its parent's.
      await client.query(up).catch(() => {});
    }
  } finally {
    await client.end();
  }
}

/** The engine has copied our own schema too. */
async function dropHistory(shadow: Shadow, clone: ShadowDatabase): Promise<void> {
  const client = await shadow.connect(clone);
  await client.query("DROP SCHEMA IF EXISTS specline CASCADE");
  await client.end();
}
