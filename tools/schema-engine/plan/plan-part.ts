import type { Segment } from "./segment";

/** One version of a plan: at most one transaction in each direction, since golang-migrate runs a file as one. */
export interface PlanPart {
  /** Missing: only the way back needs this version. */
  readonly up?: Segment;
  readonly down?: Segment;
}

/** Each way up with its own way back, whose steps are in the order of going down. */
export interface UndoneStep {
  readonly up: Segment;
  readonly down: readonly Segment[];
}

/**
 * A way back of several transactions needs as many versions. Those without a way up follow the step, so that going down from the
 * last version takes its transactions in order.
 */
export function partsOfSteps(steps: readonly UndoneStep[]): readonly PlanPart[] {
  return steps.flatMap((step) => partsOfWhole([step.up], step.down));
}

/** A way back that fits the whole plan only; its transactions go to the versions from the last to the first. */
export function partsOfWhole(up: readonly Segment[], down: readonly Segment[]): readonly PlanPart[] {
  const count = Math.max(up.length, down.length);
  return Array.from({ length: count }, (_, index) => {
    const [one, back] = [up[index], down[count - 1 - index]];
    return { ...(one === undefined ? {} : { up: one }), ...(back === undefined ? {} : { down: back }) };
  });
}
