import { DatabaseError } from "pg";
import type { ShadowDatabase } from "../../postgres/shadow";
import { Refused } from "../../report/refused";
import type { PlanPart } from "../plan/plan-part";
import { type WayBackRating, worstRating } from "../plan/way-back-rating";
import { type PlanSide, readPlanSide } from "../prove/plan-side";
import type { ProofRequest } from "../prove/prove-plan";
import type { ProvedPlan, Unproved } from "../prove/proved-plan";
import { tryOn } from "../prove/try-on";
import { type ColumnChange, columnChanges } from "./column-change";
import { ExpansionFailed, expand } from "./expand";
import type { ExpandedGroup } from "./expanded-group";
import { expandedHazards } from "./expanded-hazards";
import { expandedWayBack } from "./expanded-way-back";
import { chooseChanges, type Left } from "./plan-expansion";

type Prove = (request: ProofRequest) => Promise<ProvedPlan | Unproved>;

/**
 * The plan of what is left after changes of types that are made by new columns, with those before it. Each is proved from all of its parts, the
 * rest from where they end, then all of it once more from the beginning. What has no such form stays in the rest, and a note says why.
 */
export async function proveExpanded(request: ProofRequest, prove: Prove): Promise<ProvedPlan | Unproved> {
  const { shadow } = request;
  const [from, to] = [await readPlanSide(shadow, request.from), await readPlanSide(shadow, request.to)];
  const { groups, left } = await chooseChanges(shadow, from.database, columnChanges(from.snapshot, to.snapshot));
  const made: ShadowDatabase[] = [];
  try {
    const parts: PlanPart[] = [];
    const hazards: ProvedPlan["hazards"][number][] = [];
    const ratings: WayBackRating[] = [];
    const leftOut: Left[] = [...left];
    let before = from;
    for (const changes of groups) {
      const result = await expandGroup(request, before, changes, made);
      if ("reason" in result) {
        leftOut.push(...changes.map((change) => ({ change, reason: result.reason })));
        continue;
      }
      parts.push(...result.parts);
      hazards.push(...result.hazards);
      ratings.push(result.wayBack);
      before = result.after;
    }
    const notes = leftOut.map(
      ({ change, reason }) => `column ${change.table}.${change.column} is changed in place: ${reason}`,
    );
    const rest = await prove({ ...request, from: before.database });
    if (parts.length === 0) return "up" in rest ? { ...rest, notes: [...notes, ...rest.notes] } : rest;
    if (!("up" in rest)) return inPlace(request, prove, reasonOf(rest));
    const all = [...parts, ...rest.parts];
    const whole: ProvedPlan = {
      ...rest,
      parts: all,
      up: all.flatMap((part) => part.up ?? []),
      down: [...all].reverse().flatMap((part) => part.down ?? []),
      hazards: [...hazards, ...rest.hazards],
      wayBack: together([...ratings, rest.wayBack]),
      notes: [...notes, ...rest.notes],
    };
    const proved = await proveWhole(request, whole, from, to);
    return "up" in proved ? proved : inPlace(request, prove, reasonOf(proved));
  } finally {
    for (const database of made) await shadow.dropDatabase(database);
  }
}

/** All in place after all, which is said. */
async function inPlace(request: ProofRequest, prove: Prove, reason: string): Promise<ProvedPlan | Unproved> {
  const plan = await prove(request);
  const note = `types are changed in place: with new columns the plan is not proved (${reason})`;
  return "up" in plan ? { ...plan, notes: [note, ...plan.notes] } : plan;
}

function reasonOf({ failure, differences }: Unproved): string {
  return failure?.split("\n", 1)[0] ?? differences.map((one) => one.text).join("; ");
}

function together(ratings: readonly WayBackRating[]): WayBackRating {
  return {
    rating: worstRating(ratings.map((one) => one.rating)),
    losses: ratings.flatMap((one) => one.losses),
  };
}

interface GroupPlan {
  readonly parts: readonly PlanPart[];
  readonly after: PlanSide;
  readonly hazards: ProvedPlan["hazards"];
  readonly wayBack: WayBackRating;
}

/** @param made gets the database that the change ends in */
async function expandGroup(
  request: ProofRequest,
  before: PlanSide,
  changes: readonly ColumnChange[],
  made: ShadowDatabase[],
): Promise<GroupPlan | { readonly reason: string }> {
  try {
    const expanded = await expand(request.shadow, before, changes, made);
    const group: ExpandedGroup = { changes, before, ...expanded };
    const back = await expandedWayBack(request, group);
    if ("reason" in back) return back;
    const found = await expandedHazards(request.shadow, group, back.parts);
    return "reason" in found ? found : { ...found, after: expanded.after };
  } catch (error) {
    // The engine may find no way back, and PostgreSQL may refuse what no look at the catalog foresees.
    const isExpected = [DatabaseError, ExpansionFailed, Refused].some((kind) => error instanceof kind);
    const isOurs = error instanceof DatabaseError && error.code === syntaxError;
    if (!isExpected || isOurs) throw error;
    return { reason: (error as Error).message.split("\n", 1)[0] ?? "" };
  }
}

/** "syntax_error" (PostgreSQL manual, appendix A). All of the text is ours or PostgreSQL's own. */
const syntaxError = "42601";

async function proveWhole(
  { shadow, engine }: ProofRequest,
  plan: ProvedPlan,
  from: PlanSide,
  to: PlanSide,
): Promise<ProvedPlan | Unproved> {
  const way = { before: from.snapshot, after: to.snapshot, direction: "up" } as const;
  const after = await shadow.createDatabase(from.database);
  try {
    const there = await tryOn(shadow, after, plan.up, to.snapshot, () => false, way);
    if (!there.isEqual) return { engine: engine.description, direction: "up", ...there.problem };
    const wayBack = { before: to.snapshot, after: from.snapshot, direction: "down" } as const;
    const back = await tryOn(shadow, after, plan.down, from.snapshot, () => false, wayBack);
    if (!back.isEqual) return { engine: engine.description, direction: "down", ...back.problem };
    return { ...plan, windows: [...there.windows, ...back.windows] };
  } finally {
    await shadow.dropDatabase(after);
  }
}
