import type { Hazard } from "../plan/hazard";
import type { PlanPart } from "../plan/plan-part";
import type { DownLoss } from "../plan/way-back-rating";
import type { PlanTrace } from "../trace/trace-plan";
import type { ProvedPlan } from "./proved-plan";

export interface RatedPlan {
  readonly parts: readonly PlanPart[];
  readonly up: readonly Hazard[];
  readonly down: readonly Hazard[];
  readonly trace: Pick<PlanTrace, "lost" | "downFailure">;
}

/** What the text says is lost, by object, then what was seen on rows and is not said yet. A part that fails on rows is `irreversible`. */
export function rateWayBack({ parts, up, down, trace }: RatedPlan): Pick<ProvedPlan, "parts" | "wayBack"> {
  const said = [
    ...lossesOf(up).map(({ object, text }) => ({ object, text: `up ${text}, which down cannot bring back` })),
    ...lossesOf(down),
  ];
  const seen = trace.lost.filter(
    (table) => !said.some(({ object }) => object === table || object.startsWith(`${table}.`)),
  );
  const losses = [
    ...new Map(said.map((one) => [one.text, one])).values(),
    ...seen.map((table) => ({ object: table, text: `rows of ${table} are not what they were after up and down` })),
  ];
  const rating = trace.downFailure !== undefined ? "irreversible" : losses.length > 0 ? "lossy" : "lossless";
  return { parts: withFailure(parts, trace.downFailure), wayBack: { rating, losses } };
}

function lossesOf(hazards: readonly Hazard[]): readonly DownLoss[] {
  const kinds = ["DELETES_DATA", "CHANGES_VALUES"];
  return hazards.filter((one) => kinds.includes(one.kind)).map(({ object, text }) => ({ object, text }));
}

/** Going down begins with the last part. */
function withFailure(parts: readonly PlanPart[], failure: PlanTrace["downFailure"]): readonly PlanPart[] {
  if (failure === undefined) return parts;
  const withDown = [...parts].reverse().filter((part) => part.down !== undefined);
  const failing = withDown[failure.segment];
  return parts.map((part) => (part === failing ? { ...part, downFailure: failure.reason } : part));
}
