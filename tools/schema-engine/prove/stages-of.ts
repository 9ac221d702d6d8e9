import type { EnginePlan } from "../engine/schema-engine";
import type { OnlineScope } from "../online/online-forms";
import { schemaFacts } from "../online/schema-facts";
import { withAllParents } from "../plan/all-parents";
import { carryCounters } from "../plan/carry-counters";
import { castThroughText } from "../plan/cast-through-text";
import { withColumnGrants } from "../plan/column-grants";
import { withColumnSettings } from "../plan/column-settings";
import { fillBeforeIdentity } from "../plan/fill-before-identity";
import { keepCollations } from "../plan/keep-collations";
import { makeStages } from "../plan/make-stages";
import { withNewNotNullNames } from "../plan/new-not-null-names";
import { withNewNotValid } from "../plan/new-not-valid";
import { orderColumns } from "../plan/order-columns";
import { withOwnDefaultPrivileges } from "../plan/own-default-privileges";
import { withOwnNotNull } from "../plan/own-not-null";
import type { Stage } from "../plan/stage";
import { typeBeforeGeneration } from "../plan/type-before-generation";
import { withValidatedConstraints } from "../plan/validate-constraints";
import { withVirtualColumns } from "../plan/virtual-columns";
import { withUnplannedKinds } from "../plan/with-unplanned-kinds";
import { withoutData } from "../plan/without-data";
import { withWrittenNotNull } from "../plan/written-not-null";
import { listedNames } from "../sql/listed-names";
import { bareName } from "../sql/split-name";
import type { PlanSide } from "./plan-side";

/** The repaired plan of an engine, in transactions. */
export async function stagesOf(
  plan: EnginePlan,
  { snapshot: from }: Pick<PlanSide, "snapshot">,
  { snapshot: to, volatileFunctions, major }: Pick<PlanSide, "snapshot" | "volatileFunctions" | "major">,
  scope: OnlineScope,
): Promise<readonly Stage[]> {
  const orders = new Map(
    to.objects.filter((one) => one.kind === "column order").map((one) => [one.name, one.facts.columns]),
  );
  const virtual = new Set(
    to.objects
      .filter((one) => one.kind === "column" && String(one.facts.generated ?? "").startsWith("v "))
      .map((one) => one.name),
  );
  const validated =
    scope === "all" || scope === "together" ? withValidatedConstraints(plan.actions, from, to) : plan.actions;
  const unvalidated = await withNewNotValid(withUnplannedKinds(validated, from, to, major), from, to);
  const planned = withWrittenNotNull(unvalidated, to);
  const complete = withOwnDefaultPrivileges(withNewNotNullNames(withOwnNotNull(planned, from, to), from, to), from, to);
  const repaired = await withVirtualColumns(withAllParents(complete, to), (column) => virtual.has(column));
  const ordered = await orderColumns(repaired, (table) => listedNames(String(orders.get(table) ?? "")).map(bareName));
  const cast = await castThroughText(withColumnSettings(ordered, from, to), from, to);
  const collated = await keepCollations(cast, to);
  const typed = await typeBeforeGeneration(await withColumnGrants(collated, from, to));
  const actions = await carryCounters(await fillBeforeIdentity(typed, from), from, to);
  return makeStages(
    { ...plan, actions: [...(await withoutData(actions, to)), ...(plan.last ?? [])] },
    schemaFacts(from, to, volatileFunctions, major),
    scope,
  );
}
