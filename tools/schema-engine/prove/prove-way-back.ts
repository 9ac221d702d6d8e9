import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import { Refused } from "../../report/refused";
import type { SchemaEngine } from "../engine/schema-engine";
import { partsOfSteps, partsOfWhole, type UndoneStep } from "../plan/plan-part";
import type { Segment } from "../plan/segment";
import { readStatements } from "../sql/read-statements";
import { applySegments } from "./apply-segments";
import type { ProvedPlan, Unproved } from "./proved-plan";
import { segmentsOf } from "./segments-of";
import { snapshotOf } from "./snapshot-of";
import { tryOn } from "./try-on";

export interface WayBackRequest {
  readonly shadow: Shadow;
  readonly engine: SchemaEngine;
  readonly strategy: string;
  readonly from: ShadowDatabase;
  /** A copy of `from` after the whole plan. */
  readonly after: ShadowDatabase;
  readonly up: readonly Segment[];
  readonly fromSnapshot: CatalogSnapshot;
  readonly toSnapshot: CatalogSnapshot;
}

type WayBack = Pick<ProvedPlan, "down" | "parts" | "isUndonePerPart">;

/** One plan from the end to the beginning. */
export async function proveWholeWayBack(
  request: WayBackRequest,
): Promise<WayBack | Pick<Unproved, "differences" | "failure">> {
  const { shadow, engine, strategy, from, after, up, fromSnapshot, toSnapshot } = request;
  const down = await segmentsOf(await engine.plan(after.url, from.url, strategy), toSnapshot, fromSnapshot);
  const trial = await tryOn(shadow, await shadow.createDatabase(after), down, fromSnapshot, () => false);
  if (!trial.isEqual) return trial.problem;
  return { down, parts: partsOfWhole(up, down), isUndonePerPart: up.length === 1 };
}

/**
 * A way back for each part of a plan, so that a plan that stopped between two parts can be left in both directions. `undefined`: the
 * plan has one part, or a way back of one of them is not proved.
 */
export async function proveWayBackByParts(request: WayBackRequest): Promise<WayBack | undefined> {
  const { shadow, from, after, up, fromSnapshot, toSnapshot } = request;
  if (up.length < 2) return undefined;
  const between = await statesBetween(request);
  const steps: UndoneStep[] = [];
  let place = { database: after, snapshot: toSnapshot };
  for (const [index, segment] of [...up.entries()].reverse()) {
    const goal = between[index - 1] ?? { database: from, snapshot: fromSnapshot };
    const down = (await dropOfBuiltIndex(segment)) ?? (await planned(request, place, goal));
    if (down === undefined) return undefined;
    const database = await shadow.createDatabase(place.database);
    const trial = await tryOn(shadow, database, down, goal.snapshot, () => false);
    if (!trial.isEqual) return undefined;
    steps.unshift({ up: segment, down });
    place = { database, snapshot: goal.snapshot };
  }
  const down = [...steps].reverse().flatMap((step) => step.down);
  return { down, parts: partsOfSteps(steps), isUndonePerPart: true };
}

interface State {
  readonly database: ShadowDatabase;
  readonly snapshot: CatalogSnapshot;
}

/** The database after each part but the last. */
async function statesBetween({ shadow, from, up }: WayBackRequest): Promise<readonly State[]> {
  const states: State[] = [];
  for (const segment of up.slice(0, -1)) {
    const database = await shadow.createDatabase(states.at(-1)?.database ?? from);
    const client = await shadow.connect(database);
    const { failure } = await applySegments(client, [segment]).finally(() => client.end());
    if (failure !== undefined) throw new Error(`a part of a plan that was tried as a whole fails: ${failure}`);
    states.push({ database, snapshot: await snapshotOf(shadow, database) });
  }
  return states;
}

/** A plan has a part for each index that it builds: the engine need not be asked how to undo each. */
async function dropOfBuiltIndex({ statements }: Segment): Promise<readonly Segment[] | undefined> {
  const [only, second] = statements;
  if (only === undefined || second !== undefined) return undefined;
  const [statement] = await readStatements({ path: "plan", text: only });
  if (statement === undefined || !("IndexStmt" in statement.node)) return undefined;
  const { idxname, relation } = statement.node.IndexStmt;
  if (idxname === undefined) return undefined;
  const name = [relation?.schemaname ?? "public", idxname].map((part) => `"${part.replaceAll('"', '""')}"`).join(".");
  return [{ isTransactional: true, statements: [`DROP INDEX ${name}`] }];
}

/** `undefined`: the engine finds no plan. */
async function planned(
  { engine, strategy }: WayBackRequest,
  place: State,
  goal: State,
): Promise<readonly Segment[] | undefined> {
  try {
    const plan = await engine.plan(place.database.url, goal.database.url, strategy);
    return await segmentsOf(plan, place.snapshot, goal.snapshot);
  } catch (error) {
    // The whole way back is asked for next, and its refusal is the one that is told.
    if (error instanceof Refused) return undefined;
    throw error;
  }
}
