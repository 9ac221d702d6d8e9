import type { Pace, Stage } from "./stage";

/** Rising load, step by step in one run, to find how much the service bears; then that much is held. */
export interface Steps {
  readonly kind: "steps";
  /** Ascending, all of one kind. */
  readonly paces: readonly Pace[];
  /** Of each step; whole seconds, from 1, since samples are kept by the second. */
  readonly warmUpSeconds: number;
  /** Of each step after its warm-up, whole. */
  readonly seconds: number;
  readonly holdSeconds: number;
  /** Requests per second that instances are to be counted for. */
  readonly targetRps?: number;
}

export function stepStages({ paces, warmUpSeconds, seconds }: Steps): readonly Stage[] {
  const each = warmUpSeconds + seconds;
  return paces.map((pace, index) => ({
    name: `step-${index + 1}`,
    startSeconds: index * each,
    seconds: each,
    pace,
  }));
}
