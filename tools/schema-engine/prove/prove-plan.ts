import { archiveSchema } from "../../postgres/archive-schema";
import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import { Refused } from "../../report/refused";
import type { Archived } from "../archive/archived";
import { chooseArchived } from "../archive/choose-archived";
import { findUnkept } from "../archive/find-unkept";
import { withoutArchive, withSaves } from "../archive/with-archive";
import { planFailed } from "../engine/plan-failed";
import type { EnginePlan, SchemaEngine } from "../engine/schema-engine";
import { proveExpanded } from "../expand/prove-expanded";
import { asideEngine } from "../keep/aside-engine";
import { commentsApartEngine } from "../keep/comments-apart-engine";
import { keepingEngine } from "../keep/keeping-engine";
import type { OnlineScope } from "../online/online-forms";
import { ownerHazards } from "../plan/access-hazards";
import { findHazards } from "../plan/find-hazards";
import type { Hazard } from "../plan/hazard";
import { lostCounters } from "../plan/lost-counters";
import { mendings, mendPlan } from "../plan/mend-plan";
import type { Segment } from "../plan/segment";
import type { Stage } from "../plan/stage";
import type { Surroundings } from "../plan/surroundings";
import { tableName } from "../plan/table-name";
import { tablesBelow } from "../plan/tables-below";
import { typeChangeHazards } from "../plan/type-change-hazards";
import { zoneRewrites } from "../plan/zone-rewrites";
import { hintRenames } from "../rename/hint-renames";
import type { RenameStep } from "../rename/rename-declaration";
import { readStatements } from "../sql/read-statements";
import { withoutPasswords } from "../sql/without-passwords";
import { tracePlan } from "../trace/trace-plan";
import { windowHazard } from "../windows/open-window";
import { type PlanSide, readPlanSide, surroundingsBetween } from "./plan-side";
import { proveRenamed } from "./prove-renamed";
import { proveWayBack } from "./prove-way-back";
import { proveWithStandIn } from "./prove-with-stand-in";
import type { ProvedPlan, Unproved } from "./proved-plan";
import { rateWayBack } from "./rate-way-back";
import { stagesOf } from "./stages-of";
import { stuckObjects } from "./stuck-objects";
import { type Trial, tryOn } from "./try-on";

export interface ProofRequest {
  readonly shadow: Shadow;
  readonly engine: SchemaEngine;
  readonly from: ShadowDatabase;
  readonly to: ShadowDatabase;
  /** Declared, in an order in which they can run. */
  readonly renames?: readonly RenameStep[];
  /** Changes of types that write a table anew are made by new columns, where that can be done. */
  readonly isExpanding?: boolean;
  /** What is dropped is kept in the archive schema, under names that begin with this. */
  readonly archiveId?: string | undefined;
}

interface Sides {
  readonly from: PlanSide;
  readonly to: PlanSide;
  readonly archived: readonly Archived[];
}

/**
 * Plans both directions and tries them on clones. The first strategy of the engine that is proved wins; each is tried with all its changes in
 * their online forms first, since what the forms did wrong would be seen. Throws `Refused`.
 */
export async function provePlan(request: ProofRequest): Promise<ProvedPlan | Unproved> {
  const { renames = [], engine } = request;
  const proved = await (renames.length > 0
    ? proveRenamed({ ...request, renames }, proveRest)
    : proveRest(request)
  ).catch(async (error) => {
    throw error instanceof Refused
      ? ((await stuck(request, (engine.standIn?.engine ?? engine).description)) ?? error)
      : error;
  });
  if (!("up" in proved)) {
    const isRefused = proved.failure !== undefined;
    const refused = isRefused ? await stuck(request, proved.engine, proved.direction) : undefined;
    if (refused !== undefined) throw refused;
    return proved;
  }
  const windows = proved.windows.map((one) => windowHazard(one, proved.parts));
  return { ...proved, hazards: [...proved.hazards, ...windows] };
}

async function stuck(
  { shadow, from, to }: ProofRequest,
  engine: string,
  direction = "up",
): Promise<Refused | undefined> {
  const reason = await stuckObjects(shadow, from, to);
  return reason === undefined ? undefined : planFailed(engine, direction, reason);
}

function proveRest(request: ProofRequest): Promise<ProvedPlan | Unproved> {
  return request.isExpanding ? proveExpanded(request, provePlain) : provePlain(request);
}

async function provePlain(request: ProofRequest): Promise<ProvedPlan | Unproved> {
  const { shadow } = request;
  const [from, to] = await Promise.all([readPlanSide(shadow, request.from), readPlanSide(shadow, request.to)]);
  const sides = { from, to };
  const snapshots = [sides.from.snapshot, sides.to.snapshot];
  const { archiveId } = request;
  const archived = archiveId === undefined ? [] : chooseArchived(sides.from.snapshot, sides.to.snapshot, archiveId);
  return proveWithStandIn(request.engine, snapshots, (engine) =>
    proveByStrategies(
      {
        ...request,
        engine: withoutArchive(keepingEngine(asideEngine(commentsApartEngine(engine, shadow), shadow), shadow)),
      },
      { ...sides, archived },
    ),
  );
}

async function proveByStrategies(request: ProofRequest, sides: Sides): Promise<ProvedPlan | Unproved> {
  const { engine, shadow } = request;
  const failed: Failed[] = [];
  for (const strategy of engine.strategies) {
    const plan = await withSaves(await engine.plan(request.from.url, request.to.url, strategy), sides.archived);
    const made: ShadowDatabase[] = [];
    try {
      const proved = await proveByScopes({ request, sides, strategy, plan, made, failed });
      if (proved !== undefined) return proved;
    } finally {
      for (const database of made) await shadow.dropDatabase(database);
    }
  }
  return nearest(failed);
}

interface Failed {
  readonly result: Unproved;
  readonly isMended: boolean;
}

/** Of several plans that are not proved, the one that came nearest is shown. */
function nearest(failed: readonly Failed[]): Unproved {
  const [best] = failed.map(({ result }) => result).sort((a, b) => distance(a) - distance(b));
  if (best === undefined) throw new Error("an engine has no strategy");
  const mending = failed.find(({ result, isMended }) => isMended && result.failure !== undefined)?.result.failure;
  return mending === undefined || best.failure !== undefined ? best : { ...best, mending };
}

function distance(result: Unproved): number {
  // Infinity minus itself is no number to sort by.
  if (result.failure !== undefined) return Number.MAX_SAFE_INTEGER;
  return result.differences.length + (result.direction === "up" ? 1_000_000 : 0);
}

interface Search {
  readonly request: ProofRequest;
  readonly sides: Sides;
  readonly strategy: string;
  readonly plan: EnginePlan;
  /** Copies of *from* after the ways there that were found. */
  readonly made: ShadowDatabase[];
  readonly failed: Failed[];
}

/** A plan that leads from *from* to *to*, whatever its way back. */
interface WayThere {
  readonly scope: OnlineScope;
  readonly plan: EnginePlan;
  readonly up: readonly Stage[];
  readonly trial: Trial;
  readonly after: ShadowDatabase;
}

/**
 * The first way there that opens no window is proved with its way back, and what the other orders would cost is not spent. Where each opens one, on
 * the way there or back, the one with the fewest is looked for.
 */
async function proveByScopes(search: Search): Promise<ProvedPlan | undefined> {
  const opening: WayThere[] = [];
  const wrong = new Set<string>();
  let best: ProvedPlan | undefined;
  let isThere = false;
  const prove = async (way: WayThere) => {
    isThere = true;
    const result = await proveWay(search, way);
    if (!("up" in result)) {
      search.failed.push({ result, isMended: way.plan !== search.plan });
      if (result.direction === "up") wrong.add(JSON.stringify(way.up));
    } else if (best === undefined || result.windows.length < best.windows.length) best = result;
  };
  for (const scope of ["all", "together", "builds", "none"] as const) {
    const isFound = opening.length > 0 || best !== undefined;
    // This one closes windows; where there are none, there is nothing to gain.
    if (scope === "together" && !isFound) continue;
    // Where a form is in the way there, the plain statements may do.
    if (scope === "none" && !isFound && isThere) continue;
    const way = await findWayThere(search, scope, wrong);
    if (way === undefined) continue;
    if (way.trial.windows.length > 0) opening.push(way);
    else await prove(way);
    if (best?.windows.length === 0) return best;
  }
  for (const way of opening.sort((a, b) => a.trial.windows.length - b.trial.windows.length)) {
    if (best === undefined || way.trial.windows.length < best.windows.length) await prove(way);
  }
  return best;
}

/** The engine's plan in the order of a scope, mended by what its trials show. `wrong`: the ways that were tried in vain. */
async function findWayThere(
  { request: { shadow, engine }, sides: { from, to }, plan, made, failed }: Search,
  scope: OnlineScope,
  wrong: Set<string>,
): Promise<WayThere | undefined> {
  const way = { before: from.snapshot, after: to.snapshot, direction: "up" } as const;
  let next: EnginePlan | undefined = plan;
  for (let count = 0; next !== undefined && count <= mendings; count++) {
    const up: readonly Stage[] = await stagesOf(next, from, to, scope);
    // One that is right on the way there may have another way back in the other scope.
    if (wrong.has(JSON.stringify(up))) return undefined;
    const after = await shadow.createDatabase(from.database);
    made.push(after);
    const parts = up.flatMap((stage) => stage.parts);
    const trial = await tryOn(shadow, after, parts, to.snapshot, newTables(from.snapshot, to.snapshot), way);
    if (trial.isEqual) return { scope, plan: next, up, trial, after };
    wrong.add(JSON.stringify(up));
    const result = { engine: engine.description, direction: "up", ...trial.problem } as const;
    failed.push({ result, isMended: count > 0 });
    next = mendPlan(next, result, from.snapshot, to.snapshot);
  }
  return undefined;
}

async function proveWay(
  { request: { shadow, engine }, sides: { from, to, archived }, strategy }: Search,
  { scope, plan, up: stages, trial: upTry, after }: WayThere,
): Promise<ProvedPlan | Unproved> {
  const up = stages.flatMap((stage) => stage.parts);
  const request = { shadow, engine, strategy, scope, from, after: { ...to, database: after }, up: stages, archived };
  const work = proveWayBack(request);
  const down = work.then((one) => ("down" in one ? one.down : []));
  // The last two have copies of their own, so they run beside it. All are waited for, since they use the shadow.
  const running = [
    work,
    tracePlan({ shadow, from, to, up, down }),
    work.then((one) => ("down" in one ? engine.plan(after.url, to.database.url, strategy) : undefined)),
  ] as const;
  await Promise.allSettled(running);
  const [back, trace, left] = await Promise.all(running);
  if (!("down" in back)) return { engine: engine.description, direction: "down", ...back };

  const unkept = findUnkept(archived, up, back.down);
  if (unkept !== undefined) {
    const failure = `${unkept.object} is dropped in a way that leaves no place to archive it`;
    return { engine: engine.description, direction: "up", differences: [], failure };
  }

  const [first] = left?.actions ?? [];
  if (first !== undefined) {
    const failure = `${engine.description} still finds something to do after it: ${withoutPasswords(first.sql)}`;
    return { engine: engine.description, direction: "up", differences: [], failure };
  }
  // Where a plan drops anything, what goes with it is told as a hazard; where it drops nothing, all rows have to be there.
  const isDropping = trace.hazards.some((one) => one.kind === "DELETES_DATA");
  const gone = trace.changed.map(
    (table): Hazard => ({ kind: "DELETES_DATA", text: `the rows of ${table} are not all kept`, object: table }),
  );
  const [changed] = isDropping ? [] : trace.changed;
  if (changed !== undefined) {
    const failure = `the rows of ${changed} are not what they were`;
    return { engine: engine.description, direction: "up", differences: [], failure };
  }
  const casts = typeChangeHazards(from.snapshot, to.snapshot);
  // Copies to the archive are told in words of their own.
  const isCopy = ({ kind, text }: Hazard) => kind === "TABLE_SCAN" && text.includes(`CREATE TABLE ${archiveSchema}.`);
  const seen = trace.hazards.filter((one) => one.kind !== "BRIEF_LOCK" && !isCopy(one));
  const owners = ownerHazards(from.surroundings.access.before, to.surroundings.access.before);
  const rewrites = zoneRewrites(from.snapshot, to.snapshot, seen);
  const found = unique([
    ...seen,
    ...owners,
    ...gone,
    ...casts,
    ...rewrites,
    ...lostCounters(from.snapshot, to.snapshot),
  ]);
  const hazards = [...found.map((one) => asArchived(one, archived)), ...archived.map(copyHazard)];
  const isOfUser = ({ object }: Hazard) => !object.startsWith(`${archiveSchema}.`);
  const backwards = [
    ...(await hazardsOf(back.down, surroundingsBetween(to, from))).filter(isOfUser),
    ...typeChangeHazards(to.snapshot, from.snapshot),
  ];
  const rated = rateWayBack({ parts: back.parts, up: hazards, down: backwards, trace });
  return {
    engine: engine.description,
    strategy,
    up,
    ...back,
    ...rated,
    windows: [...upTry.windows, ...back.windows],
    hazards: hintRenames(hazards, from.snapshot, to.snapshot),
    notes: [...plan.notes, ...upTry.notes.map((one) => one.text), ...trace.notes],
  };
}

/** Who used it must do without, but nothing is lost. */
function asArchived(hazard: Hazard, archived: readonly Archived[]): Hazard {
  const { object, kind } = hazard;
  const kept = archived.find((one) => one.object === object || one.sequences.includes(object));
  if (kept === undefined || kind !== "DELETES_DATA") return hazard;
  return { ...hazard, kind: "BREAKS_CLIENTS", text: `${hazard.text}; its values stay in ${kept.stores.join(" and ")}` };
}

/** A copy is made under a lock that is held until the drop. */
function copyHazard({ object, table, isReadInBetween }: Archived): Hazard {
  const blocks = isReadInBetween ? "writes" : "reads and writes";
  const lock = isReadInBetween ? "SHARE ROW EXCLUSIVE" : "ACCESS EXCLUSIVE";
  const text = `copies ${object} to the archive while its lock blocks ${blocks}`;
  const remedy = "Others wait until the values are copied: choose a quiet hour, or plan without --archive.";
  return { kind: "TABLE_SCAN", text, object: table, lock, blocks, remedy };
}

/** Whose columns can come in any order: those of a new child of a table that was there follow that one's. */
function newTables(before: CatalogSnapshot, after: CatalogSnapshot): (table: string) => boolean {
  const old = before.objects.filter((one) => one.kind === "table").flatMap(({ name }) => tablesBelow(name, after));
  const names = new Set(old);
  return (table) => !names.has(table);
}

/** By text: what the way back deletes. */
async function hazardsOf(segments: readonly Segment[], around: Surroundings): Promise<readonly Hazard[]> {
  const found: Hazard[] = [];
  const made = new Set<string>();
  for (const text of segments.flatMap((segment) => segment.statements)) {
    for (const { node } of await readStatements({ path: "plan", text })) {
      // A sequence that only the plan has had, to number rows, takes nothing with it.
      found.push(...findHazards(node, () => true, around).filter(({ object }) => !made.has(object)));
      if ("CreateSeqStmt" in node) made.add(tableName(node.CreateSeqStmt.sequence));
    }
  }
  return found;
}

function unique(hazards: readonly Hazard[]): readonly Hazard[] {
  return [...new Map(hazards.map((one) => [`${one.kind} ${one.text}`, one])).values()];
}
