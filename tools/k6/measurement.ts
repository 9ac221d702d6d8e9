import type { Histogram } from "./histogram";

/** What one run of k6 measured, however it was written: by our output extension or as plain k6's CSV. */
export interface Measurement {
  readonly cells: readonly RequestCell[];
  /** Counters of k6 and of the script, such as `iterations`, `dropped_iterations`, `script_errors`. */
  readonly counters: ReadonlyMap<string, number>;
  /** operationId → what the check of its responses found; absent where none were checked. */
  readonly responses?: ReadonlyMap<string, CheckedResponses>;
  /** The same counters by k6's scenario, which is a stage of the run. What prepares and cleans up is in none. */
  readonly stageCounters?: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** False when the file ends early: the run was killed. */
  readonly isComplete: boolean;
}

/** Responses of one operation that were held against the description. */
export interface CheckedResponses {
  readonly checked: number;
  readonly failed: number;
  /** Distinct faults, a few of them. */
  readonly samples: readonly ResponseFault[];
}

/** What is wrong with a response, without the values that it was found in. */
export interface ResponseFault {
  readonly status: number;
  /** JSON pointer into the body, or the name of a header. */
  readonly path: string;
  /** Of JSON Schema; `header`, `content-type`, `json`: the response, not a value in it. */
  readonly keyword: string;
  /** Empty: the keyword says it all. */
  readonly message: string;
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

/** Whether the run ended itself at `--max-requests` before its time; generated scripts count that. */
export function isBounded({ counters }: Pick<Measurement, "counters">): boolean {
  return (counters.get("request_bound") ?? 0) > 0;
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
    responses: addResponses(measurements.flatMap((one) => [...(one.responses ?? [])])),
    stageCounters,
    isComplete: measurements.every((one) => one.isComplete),
  };
}

/** Of one operation at most. */
const maxSamples = 3;

/** Adds up what was found in several parts of a run. */
export function addResponses(
  parts: readonly (readonly [operation: string, CheckedResponses])[],
): ReadonlyMap<string, CheckedResponses> {
  const sums = new Map<string, CheckedResponses>();
  for (const [operation, part] of parts) {
    const { checked, failed, samples } = sums.get(operation) ?? { checked: 0, failed: 0, samples: [] };
    const isNew = (fault: ResponseFault) => !samples.some((one) => JSON.stringify(one) === JSON.stringify(fault));
    sums.set(operation, {
      checked: checked + part.checked,
      failed: failed + part.failed,
      samples: [...samples, ...part.samples.filter(isNew)].slice(0, maxSamples),
    });
  }
  return sums;
}

export type StageCounters = Map<string, Map<string, number>>;

/** Adds to a counter of a stage; without a stage there is nothing to add to. */
export function countInStage(counters: StageCounters, stage: string, name: string, value: number): void {
  if (stage === "") return;
  const own = counters.get(stage) ?? new Map<string, number>();
  own.set(name, (own.get(name) ?? 0) + value);
  counters.set(stage, own);
}
