import { warmUpStage } from "../measurement";
import type { Pace, Stage } from "./stage";

/** The same load for a time, after a warm-up that is in no figure. */
export interface Steady {
  readonly kind: "load";
  readonly pace: Pace;
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

export function steadyStages({ pace, warmUpSeconds, seconds }: Steady): readonly Stage[] {
  return afterWarmUp(warmUpSeconds, pace, [{ name: "load", startSeconds: 0, seconds, pace }]);
}

/** A warm-up of whole seconds before stages that would start without it. */
export function afterWarmUp(warmUpSeconds: number, pace: Pace, stages: readonly Stage[]): readonly Stage[] {
  if (warmUpSeconds === 0) return stages;
  return [
    { name: warmUpStage, startSeconds: 0, seconds: warmUpSeconds, pace },
    ...stages.map((one) => ({ ...one, startSeconds: one.startSeconds + warmUpSeconds })),
  ];
}
