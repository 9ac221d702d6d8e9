import type { JsonValue } from "../../report/json";
import type { Section } from "../../report/report";
import { type Hazard, remedyOf } from "../plan/hazard";
import { durationText, estimateSeconds, sizeText } from "../weigh/estimate";

/** Hazards in the data of a report, as docs/schemas says. */
export function hazardData(hazards: readonly Hazard[]): JsonValue {
  return hazards.map(({ kind, text, object, lock, blocks, size, remedy }) => ({
    kind,
    text,
    object,
    lock: lock ?? null,
    blocks: blocks ?? null,
    remedy: remedyOf({ kind, remedy }),
    ...(size !== undefined && { size: { ...size }, seconds: estimateSeconds(kind, size) ?? null }),
  }));
}

/** One line for each hazard, and what to do about them. */
export function hazardSection(hazards: readonly Hazard[]): readonly Section[] {
  if (hazards.length === 0) return [];
  const kinds = [...new Set(hazards.map((one) => one.kind))];
  const lines = kinds.flatMap((kind) => {
    const same = hazards.filter((one) => one.kind === kind);
    return [
      ...same.map((one) => `${kind}: ${one.text}${lockOf(one)}${weightOf(one)}`),
      ...new Set(same.map((one) => `  ${remedyOf(one)}`)),
    ];
  });
  return [{ kind: "text", title: "hazards", lines }];
}

function weightOf({ kind, size }: Hazard): string {
  if (size === undefined) return "";
  const seconds = estimateSeconds(kind, size);
  return `; ${sizeText(size)}${seconds === undefined ? "" : `: ${durationText(seconds)}`}`;
}

function lockOf({ lock }: Hazard): string {
  return lock === undefined ? "" : ` (${lock})`;
}
