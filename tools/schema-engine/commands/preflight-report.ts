import type { Section } from "../../report/report";
import { failureLine, type Preflight } from "../preflight/preflight";
import { workLine } from "../weigh/work-ahead";
import { textSection } from "./report-of";

/** What rows say, in the data of a report, as docs/schemas says. */
export function preflightData({ checked, failures, unchecked, notes, work }: Preflight) {
  const rounded = work.map((one) => ({ ...one, size: { ...one.size }, seconds: Math.round(one.seconds * 10) / 10 }));
  return { preflight: { checked, failures: failures.map((one) => ({ ...one })), unchecked, notes, work: rounded } };
}

/** What could not be asked must not read like an answer. */
function askedText(checked: number, against: number, unasked: number): string {
  const rest = unasked === 0 ? "" : `; ${unasked} could not be asked, see below`;
  return `${checked} ${checked === 1 ? "question" : "questions"}, ${against} with rows against a statement${rest}`;
}

export function preflightSections({ checked, failures, unchecked, notes, work }: Preflight): readonly Section[] {
  return [
    ...textSection("would fail", failures.map(failureLine)),
    ...textSection("asked of the rows", checked === 0 ? [] : [askedText(checked, failures.length, unchecked.length)]),
    ...textSection("not asked", unchecked),
    ...textSection("how long, by the sizes of the target (an estimate)", work.map(workLine)),
    ...textSection("before it runs", notes),
  ];
}
