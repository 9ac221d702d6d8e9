import type { Segment } from "../plan/segment";
import type { Archived } from "./archived";

/** What a plan drops in a way that left no place to save it, or to bring it back. */
export function findUnkept(
  archived: readonly Archived[],
  up: readonly Segment[],
  down: readonly Segment[],
): Archived | undefined {
  const isIn = (statements: readonly string[], segments: readonly Segment[]) => {
    const planned = new Set(segments.flatMap((segment) => segment.statements));
    return statements.every((one) => planned.has(one));
  };
  return archived.find((one) => !isIn(one.save, up) || !isIn(one.restore, down));
}
