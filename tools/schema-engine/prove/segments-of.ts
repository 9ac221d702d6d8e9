import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EnginePlan } from "../engine/schema-engine";
import { carryCounters } from "../plan/carry-counters";
import { makeSegments } from "../plan/make-segments";
import { orderColumns } from "../plan/order-columns";
import type { Segment } from "../plan/segment";
import { withVirtualColumns } from "../plan/virtual-columns";

/** The repaired plan of an engine, in transactions. */
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
  const ordered = await orderColumns(repaired, (table) => splitNames(String(orders.get(table) ?? "")));
  const actions = await carryCounters(ordered, from, to);
  return makeSegments({ ...plan, actions }, plainTables(from));
}

/** The snapshot's list `id, "Odd, name"` as bare names. */
function splitNames(list: string): readonly string[] {
  return [...list.matchAll(/"((?:[^"]|"")*)"|([^\s,"]+)/g)].map(
    (match) => match[1]?.replaceAll('""', '"') ?? match[2] ?? "",
  );
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
