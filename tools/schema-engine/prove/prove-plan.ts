import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import type { SchemaEngine } from "../engine/schema-engine";
import { findHazards } from "../plan/find-hazards";
import type { Hazard } from "../plan/hazard";
import type { Segment } from "../plan/segment";
import { typeChangeHazards } from "../plan/type-change-hazards";
import { readStatements } from "../sql/read-statements";
import { proveWayBackByParts, proveWholeWayBack } from "./prove-way-back";
import type { ProvedPlan, Unproved } from "./proved-plan";
import { segmentsOf } from "./segments-of";
import { snapshotOf } from "./snapshot-of";
import { tryOn } from "./try-on";

export interface ProofRequest {
  readonly shadow: Shadow;
  readonly engine: SchemaEngine;
  readonly from: ShadowDatabase;
  readonly to: ShadowDatabase;
}

/** Plans both directions and tries them on clones. The first strategy of the engine that is proved wins. Throws `Refused`. */
export async function provePlan(request: ProofRequest): Promise<ProvedPlan | Unproved> {
  const from = await snapshotOf(request.shadow, request.from);
  const to = await snapshotOf(request.shadow, request.to);
  let best: Unproved | undefined;
  for (const strategy of request.engine.strategies) {
    const result = await tryStrategy(request, from, to, strategy);
    if ("up" in result) return result;
    if (best === undefined || distance(result) < distance(best)) best = result;
  }
  if (best === undefined) throw new Error(`engine ${request.engine.name} has no strategy`);
  return best;
}

/** Of several plans that are not proved, the one that came nearest is shown. */
function distance(result: Unproved): number {
  if (result.failure !== undefined) return Number.POSITIVE_INFINITY;
  return result.differences.length + (result.direction === "up" ? 1_000_000 : 0);
}

async function tryStrategy(
  { shadow, engine, from, to }: ProofRequest,
  fromSnapshot: CatalogSnapshot,
  toSnapshot: CatalogSnapshot,
  strategy: string,
): Promise<ProvedPlan | Unproved> {
  const upPlan = await engine.plan(from.url, to.url, strategy);
  const up = await segmentsOf(upPlan, fromSnapshot, toSnapshot);
  const after = await shadow.createDatabase(from);
  const upTry = await tryOn(shadow, after, up, toSnapshot, newTables(fromSnapshot));
  if (!upTry.isEqual) return { engine: engine.description, direction: "up", ...upTry.problem };

  const request = { shadow, engine, strategy, from, after, up, fromSnapshot, toSnapshot };
  const back = (await proveWayBackByParts(request)) ?? (await proveWholeWayBack(request));
  if (!("down" in back)) return { engine: engine.description, direction: "down", ...back };

  const upHazards = [...(await hazardsOf(up, fromSnapshot)), ...typeChangeHazards(fromSnapshot, toSnapshot)];
  const downHazards = [...(await hazardsOf(back.down, toSnapshot)), ...typeChangeHazards(toSnapshot, fromSnapshot)];
  return {
    engine: engine.description,
    strategy,
    up,
    ...back,
    hazards: unique([...upHazards, ...upTry.rewrites]),
    downLosses: [
      ...losses(upHazards).map((text) => `up ${text}, which down cannot bring back`),
      ...losses(downHazards),
    ],
    notes: [...upPlan.notes, ...upTry.notes.map((one) => one.text)],
  };
}

function newTables(before: CatalogSnapshot): (table: string) => boolean {
  const names = new Set(before.objects.filter((one) => one.kind === "table").map((one) => one.name));
  return (table) => !names.has(table);
}

async function hazardsOf(segments: readonly Segment[], before: CatalogSnapshot): Promise<readonly Hazard[]> {
  const isNew = newTables(before);
  const found: Hazard[] = [];
  for (const text of segments.flatMap((segment) => segment.statements)) {
    for (const { node } of await readStatements({ path: "plan", text })) {
      found.push(...findHazards(node, (table) => !isNew(table)));
    }
  }
  return found;
}

function losses(hazards: readonly Hazard[]): readonly string[] {
  return hazards.filter((one) => one.kind === "DATA_LOSS").map((one) => one.text);
}

function unique(hazards: readonly Hazard[]): readonly Hazard[] {
  return [...new Map(hazards.map((one) => [`${one.kind} ${one.text}`, one])).values()];
}
