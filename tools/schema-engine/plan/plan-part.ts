import type { Segment } from "./segment";

/** One version of a plan: at most one transaction in each direction, since golang-migrate runs a file as one. */
export interface PlanPart {
  /** Missing: only the way back needs this version. */
  readonly up?: Segment;
  readonly down?: Segment;
  /** PostgreSQL's words when this part was taken back on a copy with rows and failed. */
  readonly downFailure?: string;
}

/**
 * A way back that works after each part of a stage follows the first; one of several transactions needs as many versions, which do nothing on
 * the way up. Going down takes its transactions in order.
 */
export function partsOfStage([first, ...others]: readonly Segment[], down: readonly Segment[]): readonly PlanPart[] {
  return [...partsOfWhole(first === undefined ? [] : [first], down), ...others.map((up) => ({ up }))];
}

/** The transactions of the way back go to the versions from the last to the first. */
export function partsOfWhole(up: readonly Segment[], down: readonly Segment[]): readonly PlanPart[] {
  const count = Math.max(up.length, down.length);
  return Array.from({ length: count }, (_, index) => {
    const [one, back] = [up[index], down[count - 1 - index]];
    return { ...(one === undefined ? {} : { up: one }), ...(back === undefined ? {} : { down: back }) };
  });
}
