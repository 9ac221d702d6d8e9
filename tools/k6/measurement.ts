import type { Histogram } from "./histogram";

/** What one run of k6 measured, however it was written: by our output extension or as plain k6's CSV. */
export interface Measurement {
  readonly cells: readonly RequestCell[];
  /** Counters of k6 and of the script, such as `iterations`, `dropped_iterations`, `script_errors`. */
  readonly counters: ReadonlyMap<string, number>;
  /** operationId → what the check of its responses found; absent where none were checked. */
  readonly responses?: ReadonlyMap<string, CheckedResponses>;
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

/** Requests of one second, operation and outcome. */
export interface RequestCell {
  /** Unix time in seconds. */
  readonly second: number;
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
  return {
    cells: measurements.flatMap((one) => one.cells),
    counters,
    responses: addResponses(measurements.flatMap((one) => [...(one.responses ?? [])])),
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
