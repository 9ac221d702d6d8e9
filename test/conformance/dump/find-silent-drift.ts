import type { Shadow, ShadowDatabase } from "../../../tools/postgres/shadow";
import type { Segment } from "../../../tools/schema-engine/plan/segment";
import { applySegments } from "../../../tools/schema-engine/prove/apply-segments";
import type { ProvedPlan } from "../../../tools/schema-engine/prove/proved-plan";
import { dumpSchema } from "./dump-schema";
import { findPgDump } from "./find-pg-dump";
import { compareDumps } from "./read-dump";

interface ProvedSides {
  readonly shadow: Shadow;
  readonly from: ShadowDatabase;
  readonly to: ShadowDatabase;
  readonly plan: Pick<ProvedPlan, "up" | "down">;
}

const programs = new Map<number, Promise<string | undefined>>();

/**
 * What `pg_dump` sees and the catalog snapshot, by which the plan was proved, did not: after the way there and after the way back.
 * `undefined`: there is no pg_dump of the server's version.
 */
export async function findSilentDrift(sides: ProvedSides): Promise<readonly string[] | undefined> {
  const { shadow, from, to, plan } = sides;
  const found = programs.get(shadow.major) ?? findPgDump(shadow.major);
  programs.set(shadow.major, found);
  const program = await found;
  if (program === undefined) return undefined;
  const copy = await shadow.createDatabase(from);
  const judge = async (direction: string, segments: readonly Segment[], goal: ShadowDatabase) => {
    await apply(shadow, copy, segments);
    const differences = compareDumps(await dumpSchema(program, copy), await dumpSchema(program, goal));
    return differences.map((text) => `${direction}: ${text}`);
  };
  try {
    return [...(await judge("up", plan.up, to)), ...(await judge("down", plan.down, from))];
  } finally {
    await shadow.dropDatabase(copy);
  }
}

async function apply(shadow: Shadow, database: ShadowDatabase, segments: readonly Segment[]): Promise<void> {
  const client = await shadow.connect(database);
  const failure = await applySegments(client, segments).finally(() => client.end());
  if (failure !== undefined) throw new Error(`a proved plan fails: ${failure}`);
}
