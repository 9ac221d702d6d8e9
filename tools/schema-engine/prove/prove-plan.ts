import { type CatalogSnapshot, readCatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import {
  type CatalogDifference,
  compareSnapshots,
  realDifferences,
} from "../../postgres/catalog-snapshot/compare-snapshots";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import type { EnginePlan, SchemaEngine } from "../engine/schema-engine";
import { findHazards } from "../plan/find-hazards";
import type { Hazard } from "../plan/hazard";
import { makeSegments } from "../plan/make-segments";
import { orderColumns } from "../plan/order-columns";
import type { Segment } from "../plan/segment";
import { typeChangeHazards } from "../plan/type-change-hazards";
import { withVirtualColumns } from "../plan/virtual-columns";
import { readStatements } from "../sql/read-statements";
import { applySegments } from "./apply-segments";
import type { ProvedPlan, Unproved } from "./proved-plan";

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

  const downPlan = await engine.plan(after.url, from.url, strategy);
  const down = await segmentsOf(downPlan, toSnapshot, fromSnapshot);
  const back = await shadow.createDatabase(after);
  const downTry = await tryOn(shadow, back, down, fromSnapshot, () => false);
  if (!downTry.isEqual) return { engine: engine.description, direction: "down", ...downTry.problem };

  const upHazards = [...(await hazardsOf(up, fromSnapshot)), ...typeChangeHazards(fromSnapshot, toSnapshot)];
  const downHazards = [...(await hazardsOf(down, toSnapshot)), ...typeChangeHazards(toSnapshot, fromSnapshot)];
  return {
    engine: engine.description,
    strategy,
    up,
    down,
    hazards: unique([...upHazards, ...upTry.rewrites]),
    downLosses: [
      ...losses(upHazards).map((text) => `up ${text}, which down cannot bring back`),
      ...losses(downHazards),
    ],
    notes: [...upPlan.notes, ...upTry.notes.map((one) => one.text)],
  };
}

export async function segmentsOf(
  plan: EnginePlan,
  from: CatalogSnapshot,
  to: CatalogSnapshot,
): Promise<readonly Segment[]> {
  const orders = new Map(
    to.objects.filter((one) => one.kind === "column order").map((one) => [one.name, one.facts.columns]),
  );
  const virtual = new Set(
    to.objects
      .filter((one) => one.kind === "column" && String(one.facts.generated ?? "").startsWith("v "))
      .map((one) => one.name),
  );
  const repaired = await withVirtualColumns(plan.actions, (column) => virtual.has(column));
  const actions = await orderColumns(repaired, (table) => splitNames(String(orders.get(table) ?? "")));
  return makeSegments({ ...plan, actions }, plainTables(from));
}

/** The snapshot's list `id, "Odd, name"` as bare names. */
function splitNames(list: string): readonly string[] {
  return [...list.matchAll(/"((?:[^"]|"")*)"|([^\s,"]+)/g)].map(
    (match) => match[1]?.replaceAll('""', '"') ?? match[2] ?? "",
  );
}

interface Trial {
  readonly isEqual: boolean;
  readonly problem: Pick<Unproved, "differences" | "failure">;
  readonly notes: readonly CatalogDifference[];
  readonly rewrites: readonly Hazard[];
}

/** Applies segments to a database of the shadow and compares the outcome. Exported for migrations written by hand. */
export async function tryOn(
  shadow: Shadow,
  database: ShadowDatabase,
  segments: readonly Segment[],
  wanted: CatalogSnapshot,
  mustKeepOrder: (table: string) => boolean,
): Promise<Trial> {
  const client = await shadow.connect(database);
  try {
    const { failure, rewrites } = await applySegments(client, segments);
    const differences =
      failure === undefined ? compareSnapshots(await readCatalogSnapshot(client), wanted, mustKeepOrder) : [];
    const real = realDifferences(differences);
    return {
      isEqual: failure === undefined && real.length === 0,
      problem: { differences: real, ...(failure === undefined ? {} : { failure }) },
      notes: differences.filter((one) => one.isNote),
      rewrites,
    };
  } finally {
    await client.end();
  }
}

export async function snapshotOf(shadow: Shadow, database: ShadowDatabase): Promise<CatalogSnapshot> {
  const client = await shadow.connect(database);
  try {
    return await readCatalogSnapshot(client);
  } finally {
    await client.end();
  }
}

/** Tables on which an index can be built CONCURRENTLY: there before the plan, and not partitioned. */
function plainTables(snapshot: CatalogSnapshot): (table: string) => boolean {
  const names = new Set(
    snapshot.objects
      .filter((one) => (one.kind === "table" && !("partitioned by" in one.facts)) || one.kind === "materialized view")
      .map((one) => one.name),
  );
  return (table) => names.has(table);
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
