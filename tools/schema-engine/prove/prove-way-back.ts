import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import { Refused } from "../../report/refused";
import type { Archived } from "../archive/archived";
import { withRestores } from "../archive/with-archive";
import type { EnginePlan, SchemaEngine } from "../engine/schema-engine";
import type { OnlineScope } from "../online/online-forms";
import { mendings, mendPlan, type TriedPlan } from "../plan/mend-plan";
import { type PlanPart, partsOfStage, partsOfWhole } from "../plan/plan-part";
import type { Segment } from "../plan/segment";
import type { Stage } from "../plan/stage";
import { tolerant } from "../plan/tolerant";
import type { OpenWindow } from "../windows/open-window";
import { applySegments } from "./apply-segments";
import { type PlanSide, readPlanSide } from "./plan-side";
import type { ProvedPlan, Unproved } from "./proved-plan";
import { stagesOf } from "./stages-of";
import { type Trial, tryOnCopy } from "./try-on";

export interface WayBackRequest {
  readonly shadow: Shadow;
  readonly engine: SchemaEngine;
  readonly strategy: string;
  readonly scope: OnlineScope;
  readonly from: PlanSide;
  /** A copy of `from` after the whole plan. */
  readonly after: PlanSide;
  readonly up: readonly Stage[];
  readonly archived: readonly Archived[];
}

type WayBack = Pick<ProvedPlan, "down" | "parts" | "isUndonePerPart" | "windows">;

type NoWayBack = Pick<Unproved, "differences" | "failure">;

/** From after each part, where that can be proved, otherwise from the end only. */
export async function proveWayBack(request: WayBackRequest): Promise<WayBack | NoWayBack> {
  return (await proveWayBackByStages(request)) ?? proveWholeWayBack(request);
}

/** One plan from the end to the beginning. */
async function proveWholeWayBack(request: WayBackRequest): Promise<WayBack | NoWayBack> {
  const { from, after, scope } = request;
  const up = request.up.flatMap((stage) => stage.parts);
  let best: WayBack | undefined;
  let first: NoWayBack | undefined;
  for (const one of scopesBack(scope)) {
    const { down, problem, windows } = await mended({ ...request, scope: one }, after, from);
    if (problem !== undefined) {
      first ??= problem;
      continue;
    }
    if (best !== undefined && best.windows.length <= windows.length) continue;
    best = { down, parts: partsOfWhole(up, down), isUndonePerPart: up.length === 1, windows };
    if (windows.length === 0) break;
  }
  const outcome = best ?? first;
  if (outcome === undefined) throw new Error("a way back gave neither a plan nor a problem");
  return outcome;
}

/** Its own first, then those that close the windows that it leaves, or work where an old index would stand in the way until the new one is built. */
function scopesBack(scope: OnlineScope): readonly OnlineScope[] {
  return [scope, ...(["together", "none"] as const).filter((one) => one !== scope)];
}

/**
 * A way back for each stage of a plan, proved from after each of its parts, so that a plan that stopped between two parts can be left in
 * both directions. `undefined`: the plan has one part, or a way back of one of them is not proved.
 */
async function proveWayBackByStages(request: WayBackRequest): Promise<WayBack | undefined> {
  const { shadow, up } = request;
  if (up.length < 2 && up[0]?.parts.length !== undefined && up[0].parts.length < 2) return undefined;
  const places = await placesOf(request);
  try {
    return await proveStages(request, places);
  } finally {
    for (const { database } of places.flat()) await shadow.dropDatabase(database);
  }
}

async function proveStages(
  request: WayBackRequest,
  places: readonly (readonly Place[])[],
): Promise<WayBack | undefined> {
  const { shadow, from, after, up } = request;
  const undone: StageWay[] = [];
  for (const [index, stage] of [...up.entries()].reverse()) {
    const goal = index === 0 ? from : await readPlanSide(shadow, lastOf(places[index - 1]));
    const place = index === up.length - 1 ? after : await readPlanSide(shadow, lastOf(places[index]));
    const tried = (back: readonly Segment[]) => {
      const layouts = [partsOfWhole(stage.parts, back), partsOfStage(stage.parts, back)];
      return firstProved({ shadow, layouts, places: places[index] ?? [], place, goal });
    };
    const known = stage.undo === undefined ? undefined : await tried(stage.undo);
    const way =
      known !== undefined && "parts" in known ? known : await wayOfStage(request, { stage, place, goal, tried });
    if (way === undefined) return undefined;
    undone.unshift(way);
  }
  const parts = undone.flatMap((one) => one.parts);
  const down = downOf(parts);
  const [only] = undone;
  if (only !== undefined && undone.length === 1) return { down, parts, isUndonePerPart: true, windows: only.windows };
  const way = { before: after.snapshot, after: from.snapshot, direction: "down" } as const;
  // A stage leads back to what the snapshot has of its beginning; what it does not have may stand against the one before.
  const trial = await tryOnCopy(shadow, after.database, down, from.snapshot, () => false, way);
  return trial.isEqual ? { down, parts, isUndonePerPart: true, windows: trial.windows } : undefined;
}

interface StageWay {
  readonly parts: readonly PlanPart[];
  readonly windows: readonly OpenWindow[];
}

interface StageBack {
  readonly stage: Stage;
  readonly place: PlanSide;
  readonly goal: PlanSide;
  readonly tried: (back: readonly Segment[]) => Promise<StageWay | NotOfStage>;
}

/** A way back does not work after each part of a stage. `problem`: not even after all of them. */
interface NotOfStage {
  readonly problem?: TriedPlan;
}

/** The one with the fewest windows. */
async function wayOfStage(request: WayBackRequest, back: StageBack): Promise<StageWay | undefined> {
  let best: StageWay | undefined;
  for (const scope of scopesBack(request.scope)) {
    const way = await wayInScope({ ...request, scope }, back);
    if (way === undefined && best === undefined) return undefined;
    if (way === undefined) continue;
    if (best === undefined || way.windows.length < best.windows.length) best = way;
    if (way.windows.length === 0) break;
  }
  return best;
}

/** What the engine says, mended where it does not lead back from the end of the stage. */
async function wayInScope(
  request: WayBackRequest,
  { stage, place, goal, tried }: StageBack,
): Promise<StageWay | undefined> {
  try {
    let plan: EnginePlan | undefined = await enginePlan(request, place, goal);
    for (let count = 0; plan !== undefined && count <= mendings; count++) {
      const way = await tried(tolerant(await segmentsOf(request, plan, place, goal), stage));
      if ("parts" in way) return way;
      plan = way.problem && mendPlan(plan, way.problem, place.snapshot, goal.snapshot);
    }
    return undefined;
  } catch (error) {
    // The whole way back is asked for next, and its refusal is the one that is told.
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

interface Layouts {
  readonly shadow: Shadow;
  readonly layouts: readonly (readonly PlanPart[])[];
  readonly places: readonly Place[];
  /** After the whole stage. */
  readonly place: PlanSide;
  readonly goal: PlanSide;
}

/** The first layout whose way back works after the parts of the stage. */
async function firstProved({ shadow, layouts, places, place, goal }: Layouts): Promise<StageWay | NotOfStage> {
  const watched = { before: place.snapshot, after: goal.snapshot, direction: "down" } as const;
  // From the end first: what fails there can be mended.
  const inTurn = [...places.slice(-1), ...places.slice(0, -1)];
  const problems: (TriedPlan | undefined)[] = [];
  for (const parts of layouts) {
    const attempt = ({ count, database }: Place) => {
      const next = parts.findIndex((_, index) => upOf(parts.slice(0, index + 1)).length > count);
      const back = downOf(next === -1 ? parts : parts.slice(0, next));
      const way = next === -1 ? watched : undefined;
      return tryOnCopy(shadow, database, back, goal.snapshot, () => false, way);
    };
    const trials: Trial[] = [];
    while (trials.length < inTurn.length && trials.every((one) => one.isEqual)) {
      const next = inTurn.slice(trials.length, trials.length + atOnce);
      trials.push(...(await Promise.all(next.map(attempt))));
    }
    if (trials.every((one) => one.isEqual)) return { parts, windows: trials.flatMap((one) => one.windows) };
    problems.push(trials[0]?.isEqual === false ? trials[0].problem : undefined);
  }
  const [problem] = problems;
  return problem === undefined || problems.includes(undefined) ? {} : { problem };
}

/** A trial waits for PostgreSQL most of the time. */
const atOnce = 2;

function upOf(parts: readonly PlanPart[]): readonly Segment[] {
  return parts.flatMap(({ up }) => up ?? []);
}

function downOf(parts: readonly PlanPart[]): readonly Segment[] {
  return [...parts].reverse().flatMap(({ down }) => down ?? []);
}

/** A copy of the database after this many parts of a stage. */
interface Place {
  readonly count: number;
  readonly database: ShadowDatabase;
}

const placesPerStage = 6;

/**
 * After each part of a stage, or, of a long one, after the first, the last and some between: its parts are of a kind, so what works there works
 * beside it.
 */
async function placesOf({ shadow, from, up }: WayBackRequest): Promise<readonly (readonly Place[])[]> {
  const walking = await shadow.createDatabase(from.database);
  const places: Place[][] = [];
  try {
    for (const { parts } of up) {
      const counts = new Set(
        Array.from({ length: placesPerStage }, (_, index) =>
          Math.round(1 + ((parts.length - 1) * index) / (placesPerStage - 1)),
        ),
      );
      const ofStage: Place[] = [];
      let done = 0;
      for (const count of [...counts].sort((a, b) => a - b)) {
        await applyParts(shadow, walking, parts.slice(done, count));
        done = count;
        ofStage.push({ count, database: await shadow.createDatabase(walking) });
      }
      places.push(ofStage);
    }
    return places;
  } finally {
    await shadow.dropDatabase(walking);
  }
}

async function applyParts(shadow: Shadow, database: ShadowDatabase, parts: readonly Segment[]): Promise<void> {
  const client = await shadow.connect(database);
  const failure = await applySegments(client, parts).finally(() => client.end());
  if (failure !== undefined) throw new Error(`a part of a plan that was tried as a whole fails: ${failure}`);
}

function lastOf(places: readonly Place[] | undefined): ShadowDatabase {
  const last = places?.at(-1);
  if (last === undefined) throw new Error("a stage has no part");
  return last.database;
}

/** The engine's plan, tried and mended until it is right or nothing more is known. `problem`: of the last trial. */
async function mended(
  request: WayBackRequest,
  place: PlanSide,
  goal: PlanSide,
): Promise<{
  readonly down: readonly Segment[];
  readonly windows: readonly OpenWindow[];
  readonly problem?: TriedPlan;
}> {
  let plan = await enginePlan(request, place, goal);
  for (let count = 0; ; count++) {
    const down = await segmentsOf(request, plan, place, goal);
    const way = { before: place.snapshot, after: goal.snapshot, direction: "down" } as const;
    const trial = await tryOnCopy(request.shadow, place.database, down, goal.snapshot, () => false, way);
    if (trial.isEqual) return { down, windows: trial.windows };
    const next = count < mendings ? mendPlan(plan, trial.problem, place.snapshot, goal.snapshot) : undefined;
    if (next === undefined) return { down, windows: [], problem: trial.problem };
    plan = next;
  }
}

async function enginePlan(
  { engine, strategy, archived }: WayBackRequest,
  place: PlanSide,
  goal: PlanSide,
): Promise<EnginePlan> {
  return withRestores(await engine.plan(place.database.url, goal.database.url, strategy), archived);
}

async function segmentsOf(
  { scope }: WayBackRequest,
  plan: EnginePlan,
  place: PlanSide,
  goal: PlanSide,
): Promise<readonly Segment[]> {
  return (await stagesOf(plan, place, goal, scope)).flatMap((stage) => stage.parts);
}
