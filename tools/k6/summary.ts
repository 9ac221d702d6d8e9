import { type Histogram, mergeHistograms, percentileUs } from "./histogram";
import { type Measurement, type RequestCell, warmUpStage } from "./measurement";

export interface LatencyMs {
  readonly p50: number;
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
  readonly scriptErrors: number;
  readonly undocumentedStatuses: number;
  /** Requests that prepared or cleaned up and are in no other figure. */
  readonly supportingRequests: number;
  /** The run ended at `--max-requests` before its time. */
  readonly isBounded: boolean;
  readonly isComplete: boolean;
}

/** Operations that a script calls only to prepare or to clean up are tagged so; they are not what was measured. */
const supportingPrefix = "supporting: ";

/** Everything that is reported is computed here, from samples; k6's own summaries have no p99 and change their form. */
export function summarize(measurement: Measurement, durationSeconds: number): Summary {
  const supporting = measurement.cells.filter((cell) => cell.operation.startsWith(supportingPrefix));
  const measured = measurement.cells.filter(
    (cell) => !cell.operation.startsWith(supportingPrefix) && cell.stage !== warmUpStage,
  );
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
        durationSeconds,
      ),
    ),
    seconds: series(measured),
    iterations: measuredCounter("iterations"),
    droppedIterations: measuredCounter("dropped_iterations"),
    scriptErrors: counter("script_errors"),
    undocumentedStatuses: counter("undocumented_status"),
    supportingRequests: requestsIn(supporting),
    isBounded: counter("request_bound") > 0,
    isComplete: measurement.isComplete,
  };
}

function figures(operation: string, cells: readonly RequestCell[], durationSeconds: number): OperationSummary {
  const requests = requestsIn(cells);
  const failed = cells.filter((cell) => !cell.isExpected);
  const latencyMs = latency(mergeHistograms(cells.map((cell) => cell.latency)));
  return {
    operation,
    requests,
    requestsPerSecond: durationSeconds > 0 ? requests / durationSeconds : 0,
    ...(latencyMs === undefined ? {} : { latencyMs }),
    errors: requestsIn(failed),
    errorRate: requests === 0 ? 0 : requestsIn(failed) / requests,
    statuses: countStatuses(cells),
    errorStatuses: countStatuses(failed),
  };
}

function latency(histogram: Histogram): LatencyMs | undefined {
  if (histogram.count === 0) return undefined;
  const at = (share: number) => (percentileUs(histogram, share) ?? 0) / 1000;
  return {
    p50: at(0.5),
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

function countStatuses(cells: readonly RequestCell[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const cell of [...cells].sort((a, b) => a.status - b.status))
    counts[String(cell.status)] = (counts[String(cell.status)] ?? 0) + cell.latency.count;
  return counts;
}
