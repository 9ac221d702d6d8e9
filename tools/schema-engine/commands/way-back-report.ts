import type { JsonValue } from "../../report/json";
import type { Section } from "../../report/report";
import type { ProvedPlan } from "../prove/proved-plan";
import { textSection } from "./report-of";

type RatedPlan = Pick<ProvedPlan, "wayBack" | "parts">;

/** As docs/schemas/diff.json says. */
export function wayBackData(plan: RatedPlan): JsonValue {
  const losses = plan.wayBack.losses.map(({ object, text }) => ({ object, text }));
  return { rating: plan.wayBack.rating, losses, failures: failuresOf(plan) };
}

/** One sentence for the verdict. */
export function wayBackReason({ wayBack }: RatedPlan): string {
  switch (wayBack.rating) {
    case "lossless":
      return "the way back is lossless";
    case "lossy":
      return "the way back is lossy: rollback needs --allow-lossy";
    case "irreversible":
      return "the way back is irreversible: it fails where there are rows, so rollback refuses it";
  }
}

export function wayBackSection(plan: RatedPlan): readonly Section[] {
  const losses = plan.wayBack.losses.map(({ object, text }) => `${object}: ${text}`);
  return [
    ...textSection("going down loses data", losses),
    ...textSection("going down fails where there are rows", failuresOf(plan)),
  ];
}

function failuresOf({ parts }: RatedPlan): readonly string[] {
  return parts.flatMap((part) => part.downFailure ?? []);
}
