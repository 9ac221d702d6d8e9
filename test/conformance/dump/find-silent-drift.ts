import { compareSnapshots } from "../../../tools/postgres/catalog-snapshot/compare-snapshots";
import type { Shadow, ShadowDatabase } from "../../../tools/postgres/shadow";
import type { Segment } from "../../../tools/schema-engine/plan/segment";
import { applySegments } from "../../../tools/schema-engine/prove/apply-segments";
import type { ProvedPlan } from "../../../tools/schema-engine/prove/proved-plan";
import { snapshotOf } from "../../../tools/schema-engine/prove/snapshot-of";
import { bareName, splitName } from "../../../tools/schema-engine/sql/split-name";
import { dumpSchema } from "./dump-schema";
import { findPgDump } from "./find-pg-dump";
import { compareDumps, withoutNotNullNames } from "./read-dump";

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
    const [is, wanted] = [await dumpSchema(program, copy), await dumpSchema(program, goal)];
    if (compareDumps(is, wanted).length === 0) return [];
    const noted = await notedNotNullNames(shadow, copy, goal);
    const differences = compareDumps(withoutNotNullNames(is, noted), withoutNotNullNames(wanted, noted));
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

/** Tables whose names of NOT NULL differ as the snapshot says: a note (docs/decisions/0103), so that is not silent. */
async function notedNotNullNames(
  shadow: Shadow,
  copy: ShadowDatabase,
  goal: ShadowDatabase,
): Promise<ReadonlySet<string>> {
  const notes = compareSnapshots(await snapshotOf(shadow, copy), await snapshotOf(shadow, goal));
  const columns = notes.filter(({ kind }) => kind === "not null constraint").map(({ name }) => splitName(name).owner);
  return new Set(columns.map((table) => `${bareName(splitName(table).owner)}.${bareName(splitName(table).part)}`));
}
