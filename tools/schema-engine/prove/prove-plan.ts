import { archiveSchema } from "../../postgres/archive-schema";
import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import type { Archived } from "../archive/archived";
import { chooseArchived } from "../archive/choose-archived";
import { findUnkept } from "../archive/find-unkept";
import { withoutArchive, withSaves } from "../archive/with-archive";
import type { EnginePlan, SchemaEngine } from "../engine/schema-engine";
import { proveExpanded } from "../expand/prove-expanded";
import { keepingEngine } from "../keep/keeping-engine";
import type { OnlineScope } from "../online/online-forms";
import { ownerHazards } from "../plan/access-hazards";
import { findHazards } from "../plan/find-hazards";
import type { Hazard } from "../plan/hazard";
import { mendings, mendPlan } from "../plan/mend-plan";
import type { Segment } from "../plan/segment";
import type { Stage } from "../plan/stage";
import type { Surroundings } from "../plan/surroundings";
import { typeChangeHazards } from "../plan/type-change-hazards";
import { hintRenames } from "../rename/hint-renames";
import type { RenameStep } from "../rename/rename-declaration";
import { readStatements } from "../sql/read-statements";
import { tracePlan } from "../trace/trace-plan";
import { windowHazard } from "../windows/open-window";
import { type PlanSide, readPlanSide, surroundingsBetween } from "./plan-side";
import { proveRenamed } from "./prove-renamed";
import { proveWayBackByStages, proveWholeWayBack } from "./prove-way-back";
import { proveWithStandIn } from "./prove-with-stand-in";
import type { ProvedPlan, Unproved } from "./proved-plan";
import { rateWayBack } from "./rate-way-back";
import { stagesOf } from "./stages-of";
import { tryOn } from "./try-on";

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
  const { renames = [] } = request;
  const proved = renames.length > 0 ? await proveRenamed({ ...request, renames }, proveRest) : await proveRest(request);
  if (!("up" in proved)) return proved;
  const windows = proved.windows.map((one) => windowHazard(one, proved.parts));
  return { ...proved, hazards: [...proved.hazards, ...windows] };
}

function proveRest(request: ProofRequest): Promise<ProvedPlan | Unproved> {
  return request.isExpanding ? proveExpanded(request, provePlain) : provePlain(request);
}

async function provePlain(request: ProofRequest): Promise<ProvedPlan | Unproved> {
  const { shadow } = request;
  const sides = { from: await readPlanSide(shadow, request.from), to: await readPlanSide(shadow, request.to) };
  const snapshots = [sides.from.snapshot, sides.to.snapshot];
  const { archiveId } = request;
  const archived = archiveId === undefined ? [] : chooseArchived(sides.from.snapshot, sides.to.snapshot, archiveId);
  return proveWithStandIn(request.engine, snapshots, (engine) =>
    proveByStrategies({ ...request, engine: withoutArchive(keepingEngine(engine, shadow)) }, { ...sides, archived }),
  );
}

async function proveByStrategies(request: ProofRequest, sides: Sides): Promise<ProvedPlan | Unproved> {
  const { engine } = request;
  let best: Unproved | undefined;
  let mending: string | undefined;
  for (const strategy of engine.strategies) {
    const plan = await withSaves(await engine.plan(request.from.url, request.to.url, strategy), sides.archived);
    // One that is right on the way there may have another way back in the other scope.
    const failed = new Set<string>();
    let opening: ProvedPlan | undefined;
    for (const scope of ["all", "together", "builds", "none"] as const) {
      // These two close windows; where there are none, there is nothing to gain.
      if (["together", "none"].includes(scope) && opening === undefined) continue;
      let next: EnginePlan | undefined = plan;
      for (let count = 0; next !== undefined && count <= mendings; count++) {
        const up: readonly Stage[] = await stagesOf(next, sides.from, sides.to, scope);
        if (failed.has(JSON.stringify(up))) break;
        const result = await tryStages(request, sides, { strategy, plan: next, scope, up });
        if ("up" in result) {
          if (result.windows.length === 0) return result;
          if (opening === undefined || result.windows.length < opening.windows.length) opening = result;
          break;
        }
        if (result.direction === "up") failed.add(JSON.stringify(up));
        if (best === undefined || distance(result) < distance(best)) best = result;
        if (count > 0) mending ??= result.failure;
        next = result.direction === "up" ? mendPlan(next, result, sides.from.snapshot, sides.to.snapshot) : undefined;
      }
    }
    if (opening !== undefined) return opening;
  }
  if (best === undefined) throw new Error(`engine ${engine.name} has no strategy`);
  return mending === undefined || best.failure !== undefined ? best : { ...best, mending };
}

/** Of several plans that are not proved, the one that came nearest is shown. */
function distance(result: Unproved): number {
  if (result.failure !== undefined) return Number.POSITIVE_INFINITY;
  return result.differences.length + (result.direction === "up" ? 1_000_000 : 0);
}

interface Candidate {
  readonly strategy: string;
  readonly plan: EnginePlan;
  readonly scope: OnlineScope;
  readonly up: readonly Stage[];
}

async function tryStages(request: ProofRequest, sides: Sides, candidate: Candidate): Promise<ProvedPlan | Unproved> {
  const after = await request.shadow.createDatabase(sides.from.database);
  try {
    return await tryStagesOn(after, request, sides, candidate);
  } finally {
    await request.shadow.dropDatabase(after);
  }
}

/** @param after a copy of *from* */
async function tryStagesOn(
  after: ShadowDatabase,
  { shadow, engine }: ProofRequest,
  { from, to, archived }: Sides,
  { strategy, plan, scope, up: stages }: Candidate,
): Promise<ProvedPlan | Unproved> {
  const up = stages.flatMap((stage) => stage.parts);
  const way = { before: from.snapshot, after: to.snapshot, direction: "up" } as const;
  const upTry = await tryOn(shadow, after, up, to.snapshot, newTables(from.snapshot), way);
  if (!upTry.isEqual) return { engine: engine.description, direction: "up", ...upTry.problem };

  const request = { shadow, engine, strategy, scope, from, after: { ...to, database: after }, up: stages, archived };
  const back = (await proveWayBackByStages(request)) ?? (await proveWholeWayBack(request));
  if (!("down" in back)) return { engine: engine.description, direction: "down", ...back };

  const unkept = findUnkept(archived, up, back.down);
  if (unkept !== undefined) {
    const failure = `${unkept.object} is dropped in a way that leaves no place to archive it`;
    return { engine: engine.description, direction: "up", differences: [], failure };
  }

  // Their databases are different ones, so neither waits for the other.
  const [trace, left] = await Promise.all([
    tracePlan({ shadow, from, to, up, down: back.down }),
    engine.plan(after.url, to.database.url, strategy),
  ]);
  const [first] = left.actions;
  if (first !== undefined) {
    const failure = `${engine.description} still finds something to do after it: ${first.sql}`;
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
  const found = unique([...seen, ...owners, ...gone, ...casts]);
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

/** A copy is made under the lock of a writer of the schema, which is held until the drop. */
function copyHazard({ object, table }: Archived): Hazard {
  const text = `copies ${object} to the archive while its lock blocks writes`;
  const remedy = "Writers wait until the values are copied: choose a quiet hour, or plan without --archive.";
  return { kind: "TABLE_SCAN", text, object: table, lock: "SHARE ROW EXCLUSIVE", blocks: "writes", remedy };
}

function newTables(before: CatalogSnapshot): (table: string) => boolean {
  const names = new Set(before.objects.filter((one) => one.kind === "table").map((one) => one.name));
  return (table) => !names.has(table);
}

/** By text: what the way back deletes. */
async function hazardsOf(segments: readonly Segment[], around: Surroundings): Promise<readonly Hazard[]> {
  const found: Hazard[] = [];
  for (const text of segments.flatMap((segment) => segment.statements)) {
    for (const { node } of await readStatements({ path: "plan", text })) {
      found.push(...findHazards(node, () => true, around));
    }
  }
  return found;
}

function unique(hazards: readonly Hazard[]): readonly Hazard[] {
  return [...new Map(hazards.map((one) => [`${one.kind} ${one.text}`, one])).values()];
}
