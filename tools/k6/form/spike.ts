import type { Pace, Stage } from "./stage";
import { afterWarmUp } from "./steady";

/** A base rate, a jump to many times of it, and back: what happens in the spike, and how long until all is as before. */
export interface Spike {
  readonly kind: "spike";
  readonly iterationsPerSecond: number;
  /** Times the base rate. */
  readonly peak: number;
  readonly warmUpSeconds: number;
  /** Of the base and of the spike each, whole; twice as long is watched afterwards. */
  readonly seconds: number;
}

/** Names of the stages in samples and reports. */
export const spikeStageNames = { base: "base", spike: "spike", after: "after" } as const;

export function spikeStages({ iterationsPerSecond, peak, warmUpSeconds, seconds }: Spike): readonly Stage[] {
  const base: Pace = { kind: "rate", iterationsPerSecond };
  const high: Pace = { kind: "rate", iterationsPerSecond: iterationsPerSecond * peak };
  return afterWarmUp(warmUpSeconds, base, [
    { name: spikeStageNames.base, startSeconds: 0, seconds, pace: base },
    { name: spikeStageNames.spike, startSeconds: seconds, seconds, pace: high },
    { name: spikeStageNames.after, startSeconds: 2 * seconds, seconds: 2 * seconds, pace: base },
  ]);
}
