import type { Summary } from "../summary";
import type { ScalingModel } from "./model-scaling";
import type { Limit } from "./name-limit";
import type { StepFigures } from "./step-figures";

/** What a run of steps tells about how much a service bears. */
export interface Scaling {
  readonly steps: readonly StepFigures[];
  /** Index of the step with the highest throughput that meets the objectives; absent: none does. */
  readonly best?: number;
  /** In the order in which they were tried. */
  readonly holds: readonly Hold[];
  readonly model: ScalingModel;
  readonly limit: Limit;
  readonly advice?: Advice;
  readonly targetRps?: number;
}

/** A rate that was held for a time, to see whether the service bears it. */
export interface Hold {
  /** Iterations per second that were begun. */
  readonly iterationsPerSecond: number;
  readonly seconds: number;
  readonly summary: Summary;
  /** None: it was borne. */
  readonly misses: readonly string[];
}

export interface Advice {
  readonly instances: number;
  /** Requests per second that one instance is given: less than what it bore. */
  readonly perInstance: number;
  readonly assumptions: readonly string[];
}

/** The hold that met the objectives. */
export function confirmed({ holds }: Pick<Scaling, "holds">): Hold | undefined {
  return holds.find((one) => one.misses.length === 0);
}
