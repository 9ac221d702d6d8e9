import type { Shadow } from "../../postgres/shadow";
import type { Hazard, HazardKind } from "../plan/hazard";
import type { PlanPart } from "../plan/plan-part";
import { typeChangeHazards } from "../plan/type-change-hazards";
import type { ProvedPlan } from "../prove/proved-plan";
import { rateWayBack } from "../prove/rate-way-back";
import { tracePlan } from "../trace/trace-plan";
import type { ExpandedGroup } from "./expanded-group";

const measured: readonly HazardKind[] = ["TABLE_REWRITE", "BLOCKING_INDEX_BUILD", "TABLE_SCAN"];

/**
 * What the change of a type means, whatever its form, and what was measured. That the old column is dropped loses nothing that the conversion
 * does not lose.
 */
export async function expandedHazards(
  shadow: Shadow,
  { changes, before, after }: ExpandedGroup,
  parts: readonly PlanPart[],
): Promise<
  ({ readonly hazards: readonly Hazard[] } & Pick<ProvedPlan, "parts" | "wayBack">) | { readonly reason: string }
> {
  const up = parts.flatMap((part) => part.up ?? []);
  const down = [...parts].reverse().flatMap((part) => part.down ?? []);
  const trace = await tracePlan({ shadow, from: before, to: after, up, down });
  const [changed] = trace.changed;
  if (changed !== undefined) return { reason: `the rows of ${changed} are not what they were` };
  const casts = typeChangeHazards(before.snapshot, after.snapshot);
  const back = typeChangeHazards(after.snapshot, before.snapshot);
  const hazards = [
    ...trace.hazards.filter((one) => measured.includes(one.kind) && one.lock !== undefined),
    ...changes.flatMap(({ table, column }): readonly Hazard[] => [
      {
        kind: "DEPENDS_ON_ROWS",
        text: `the new type of ${column} fails on values that it cannot hold in ${table}, also on new ones while both columns are there`,
        object: table,
      },
      {
        kind: "BREAKS_CLIENTS",
        text: `changes the type of ${table}.${column}, which clients may rely on, and its place among the columns`,
        object: `${table}.${column}`,
      },
    ]),
    ...casts,
  ];
  return { hazards, ...rateWayBack({ parts, up: casts, down: back, trace }) };
}
