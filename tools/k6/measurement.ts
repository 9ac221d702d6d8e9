import type { Histogram } from "./histogram";

/** What one run of k6 measured, however it was written: by our output extension or as plain k6's CSV. */
export interface Measurement {
  readonly cells: readonly RequestCell[];
  /** Counters of k6 and of the script, such as `iterations`, `dropped_iterations`, `script_errors`. */
  readonly counters: ReadonlyMap<string, number>;
  /** False when the file ends early: the run was killed. */
  readonly isComplete: boolean;
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
    isComplete: measurements.every((one) => one.isComplete),
  };
}
