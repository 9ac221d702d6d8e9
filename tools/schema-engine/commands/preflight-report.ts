import type { Section } from "../../report/report";
import { failureLine, type Preflight } from "../preflight/preflight";
import { textSection } from "./report-of";

/** What rows say, in the data of a report, as docs/schemas says. */
export function preflightData({ checked, failures, unchecked, notes }: Preflight) {
  return { preflight: { checked, failures: failures.map((one) => ({ ...one })), unchecked, notes } };
}

export function preflightSections({ checked, failures, unchecked, notes }: Preflight): readonly Section[] {
  return [
    ...textSection("would fail", failures.map(failureLine)),
    ...textSection(
      "asked of the rows",
      checked === 0 ? [] : [`${checked} questions, ${failures.length} with rows against a statement`],
    ),
    ...textSection("not asked", unchecked),
    ...textSection("before it runs", notes),
  ];
}
