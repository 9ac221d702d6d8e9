import { errorKind } from "./error-kind";
import { type Histogram, mergeHistograms, percentileUs } from "./histogram";
import { type CheckedResponses, isBounded, type Measurement, type RequestCell, warmUpStage } from "./measurement";

export interface LatencyMs {
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly mean: number;
}

/** Figures of one operation, or of all together. */
export interface OperationSummary {
  readonly operation: string;
  readonly requests: number;
  /** Per second of the measured time. */
  readonly requestsPerSecond: number;
  /** Absent without requests. */
  readonly latencyMs?: LatencyMs;
  readonly errors: number;
  /** 0 to 1. */
  readonly errorRate: number;
  /** Status → requests; `0`: no response. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Statuses of the requests that count as errors. */
  readonly errorStatuses: Readonly<Record<string, number>>;
  /** Kind of error in words → requests. */
  readonly errorKinds: Readonly<Record<string, number>>;
  readonly histogram: Histogram;
}

export interface Second {
  /** Since the first request, in seconds. */
  readonly second: number;
  readonly requests: number;
  readonly errors: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

export interface Summary {
  readonly total: OperationSummary;
  /** By name. */
  readonly operations: readonly OperationSummary[];
  readonly seconds: readonly Second[];
  readonly iterations: number;
  readonly droppedIterations: number;
  /** Ended by k6 some time after the end of their stage, before what they waited for came: their last request is in no figure. */
  readonly interruptedIterations: number;
  readonly scriptErrors: number;
  readonly undocumentedStatuses: number;
  /** operationId → what the check of its responses found, in order of name. */
  readonly responses: ReadonlyMap<string, CheckedResponses>;
  /** Requests that prepared or cleaned up and are in no other figure. */
  readonly supportingRequests: number;
  /** The run ended at `--max-requests` before its time. */
  readonly isBounded: boolean;
  readonly isComplete: boolean;
}

/** Operations that a script calls only to prepare or to clean up are tagged so; they are not what was measured. */
const supportingPrefix = "supporting: ";

export function isSupporting(operation: string): boolean {
  return operation.startsWith(supportingPrefix);
}

/**
 * Everything that is reported is computed here, from samples; k6's own summaries have no p99 and change their form.
 *
 * @param secondsOf the part of the time in which an operation was called; absent: all of it
 */
export function summarize(
  measurement: Measurement,
  durationSeconds: number,
  secondsOf: (operation: string) => number = () => durationSeconds,
): Summary {
  const supporting = measurement.cells.filter((cell) => isSupporting(cell.operation));
  const measured = measurement.cells.filter((cell) => !isSupporting(cell.operation) && cell.stage !== warmUpStage);
  const names = [...new Set(measured.map((cell) => cell.operation))].sort();
  const counter = (name: string) => measurement.counters.get(name) ?? 0;
  const warmUp = measurement.stageCounters?.get(warmUpStage);
  const measuredCounter = (name: string) => counter(name) - (warmUp?.get(name) ?? 0);
  return {
    total: figures("all", measured, durationSeconds),
    operations: names.map((name) =>
      figures(
        name,
        measured.filter((cell) => cell.operation === name),
        secondsOf(name),
      ),
    ),
    seconds: series(measured),
    iterations: measuredCounter("iterations"),
    droppedIterations: measuredCounter("dropped_iterations"),
    interruptedIterations: Math.max(0, counter("begun_iterations") - counter("iterations")),
    scriptErrors: counter("script_errors"),
    undocumentedStatuses: measuredCounter("undocumented_status"),
    responses: new Map([...(measurement.responses ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))),
    supportingRequests: requestsIn(supporting),
    isBounded: isBounded(measurement),
    isComplete: measurement.isComplete,
  };
}

function figures(operation: string, cells: readonly RequestCell[], durationSeconds: number): OperationSummary {
  const requests = requestsIn(cells);
  const failed = cells.filter((cell) => !cell.isExpected);
  const histogram = mergeHistograms(cells.map((cell) => cell.latency));
  const latencyMs = latency(histogram);
  return {
    operation,
    requests,
    requestsPerSecond: durationSeconds > 0 ? requests / durationSeconds : 0,
    ...(latencyMs === undefined ? {} : { latencyMs }),
    errors: requestsIn(failed),
    errorRate: requests === 0 ? 0 : requestsIn(failed) / requests,
    statuses: countStatuses(cells),
    errorStatuses: countStatuses(failed),
    errorKinds: countKinds(failed),
    histogram,
  };
}

function latency(histogram: Histogram): LatencyMs | undefined {
  if (histogram.count === 0) return undefined;
  const at = (share: number) => (percentileUs(histogram, share) ?? 0) / 1000;
  return {
    p50: at(0.5),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    max: histogram.maxUs / 1000,
    mean: histogram.sumUs / histogram.count / 1000,
  };
}

function series(cells: readonly RequestCell[]): readonly Second[] {
  const bySecond = groupBySecond(cells);
  const first = Math.min(...bySecond.keys());
  return [...bySecond.entries()]
    .sort(([a], [b]) => a - b)
    .map(([second, inIt]) => {
      const merged = mergeHistograms(inIt.map((cell) => cell.latency));
      return {
        second: second - first,
        requests: merged.count,
        errors: requestsIn(inIt.filter((cell) => !cell.isExpected)),
        p50Ms: (percentileUs(merged, 0.5) ?? 0) / 1000,
        p95Ms: (percentileUs(merged, 0.95) ?? 0) / 1000,
      };
    });
}

function groupBySecond(cells: readonly RequestCell[]): Map<number, RequestCell[]> {
  const groups = new Map<number, RequestCell[]>();
  for (const cell of cells) {
    const group = groups.get(cell.second);
    if (group === undefined) groups.set(cell.second, [cell]);
    else group.push(cell);
  }
  return groups;
}

function requestsIn(cells: readonly RequestCell[]): number {
  return cells.reduce((sum, cell) => sum + cell.latency.count, 0);
}

function countKinds(cells: readonly RequestCell[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const cell of cells) {
    const kind = errorKind(cell.errorCode, cell.status);
    counts.set(kind, (counts.get(kind) ?? 0) + cell.latency.count);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function countStatuses(cells: readonly RequestCell[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const cell of [...cells].sort((a, b) => a.status - b.status))
    counts[String(cell.status)] = (counts[String(cell.status)] ?? 0) + cell.latency.count;
  return counts;
}
