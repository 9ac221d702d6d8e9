import type { JsonValue } from "../../report/json";
import type { Section } from "../../report/report";
import { type Hazard, remedies } from "../plan/hazard";

/** Hazards in the data of a report, as docs/schemas says. */
export function hazardData(hazards: readonly Hazard[]): JsonValue {
  return hazards.map(({ kind, text, object, lock, blocks }) => ({
    kind,
    text,
    object,
    lock: lock ?? null,
    blocks: blocks ?? null,
    remedy: remedies[kind],
  }));
}

/** One line for each hazard, and one for each kind that says what to do. */
export function hazardSection(hazards: readonly Hazard[]): readonly Section[] {
  if (hazards.length === 0) return [];
  const kinds = [...new Set(hazards.map((one) => one.kind))];
  const lines = kinds.flatMap((kind) => [
    ...hazards.filter((one) => one.kind === kind).map((one) => `${kind}: ${one.text}${lockOf(one)}`),
    `  ${remedies[kind]}`,
  ]);
  return [{ kind: "text", title: "hazards", lines }];
}

function lockOf({ lock }: Hazard): string {
  return lock === undefined ? "" : ` (${lock})`;
}
