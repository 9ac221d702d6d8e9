import type { Histogram } from "./histogram";

/** What one run of k6 measured, however it was written: by our output extension or as plain k6's CSV. */
export interface Measurement {
  readonly cells: readonly RequestCell[];
  /** Counters of k6 and of the script, such as `iterations`, `dropped_iterations`, `script_errors`. */
  readonly counters: ReadonlyMap<string, number>;
  /** The same counters by k6's scenario, which is a stage of the run. What prepares and cleans up is in none. */
  readonly stageCounters?: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** False when the file ends early: the run was killed. */
  readonly isComplete: boolean;
}

/** The stage that gets a service going; it is in no figure. */
export const warmUpStage = "warm-up";

/** Requests of one second, stage, operation and outcome. */
export interface RequestCell {
  /** Unix time in seconds. */
  readonly second: number;
  /** k6's scenario, which is a stage of the run; absent: what prepares and cleans up. */
  readonly stage?: string;
  /** The tag `name` that the script gave: an operationId. */
  readonly operation: string;
  readonly method: string;
  /** HTTP status; 0: there was no response. */
  readonly status: number;
  /** k6's error code (https://grafana.com/docs/k6/latest/javascript-api/error-codes/), empty: none. */
  readonly errorCode: string;
  /** Whether the script counts this status as a success of this call. */
  readonly isExpected: boolean;
  readonly latency: Histogram;
}

/** Adds up what several runs measured one after the other. */
export function addMeasurements(measurements: readonly Measurement[]): Measurement {
  const counters = new Map<string, number>();
  for (const one of measurements)
    for (const [name, value] of one.counters) counters.set(name, (counters.get(name) ?? 0) + value);
  const stageCounters: StageCounters = new Map();
  for (const one of measurements)
    for (const [stage, own] of one.stageCounters ?? [])
      for (const [name, value] of own) countInStage(stageCounters, stage, name, value);
  return {
    cells: measurements.flatMap((one) => one.cells),
    counters,
    stageCounters,
    isComplete: measurements.every((one) => one.isComplete),
  };
}

export type StageCounters = Map<string, Map<string, number>>;

/** Adds to a counter of a stage; without a stage there is nothing to add to. */
export function countInStage(counters: StageCounters, stage: string, name: string, value: number): void {
  if (stage === "") return;
  const own = counters.get(stage) ?? new Map<string, number>();
  own.set(name, (own.get(name) ?? 0) + value);
  counters.set(stage, own);
}
