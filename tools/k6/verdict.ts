import type { OperationSummary, Summary } from "./summary";

export interface Thresholds {
  /** Milliseconds that 95 of 100 requests must not exceed; `Infinity`: they may take any time. */
  readonly p95Ms: number;
  /** Share of requests that may fail, 0 to 1. */
  readonly errorRate: number;
  /** Set by the user: then a run that cannot judge them fails. */
  readonly isAsked: boolean;
}

export type VerdictWord =
  | "passed"
  | "canceled"
  | "script-failed"
  | "no-samples"
  | "no-response"
  | "script-errors"
  | "generator-bound"
  | "incomplete"
  | "thresholds-crossed";

export interface Verdict {
  readonly verdict: VerdictWord;
  readonly success: boolean;
  readonly reasons: readonly string[];
}

export interface Judged {
  /** Of k6; absent: a signal ended it. */
  readonly exitCode?: number;
  readonly messages: readonly string[];
  /** Instances that ended before their time, one sentence each. */
  readonly lost?: readonly string[];
  /** Share of all cores that k6 used, where known. */
  readonly cpuShare?: number;
  readonly summary: Summary;
  readonly thresholds: Thresholds;
  /** Operations that the script says it calls. */
  readonly expectedOperations: readonly string[];
}

/** Above this share of all cores, k6 takes from the service that it measures and its own delays are measured too. */
const generatorBoundShare = 0.8;

/** Exit codes of k6 that end a run before its time (k6 v1.8.1, errext/exitcodes); 99 is judged from the samples. */
const failures: Readonly<Record<number, string>> = {
  100: "preparing the run took too long",
  101: "cleaning up after the run took too long",
  102: "k6 stopped the run after a time",
  103: "k6 could not begin the run",
  104: "k6 refuses the options of the script",
  106: "k6 cannot start its control server",
  107: "the script failed before or after the measured part",
  108: "the script ended the run",
  109: "k6 itself failed",
  110: "the script declared the run failed",
};

/**
 * Says what a run is worth. k6's exit code alone says little: it is 0 when every request was refused and when the script threw
 * in every iteration, so everything is judged from samples and counters.
 */
export function judge(run: Judged): Verdict {
  const { summary, exitCode } = run;
  const fail = (verdict: VerdictWord, reasons: readonly string[]): Verdict => ({ verdict, success: false, reasons });
  const said = run.messages.slice(0, 5);
  if (run.lost !== undefined && run.lost.length > 0) return fail("incomplete", [...run.lost, ...said]);
  if (exitCode === undefined) return fail("canceled", ["k6 was ended by a signal", ...said]);
  if (exitCode === 105) return fail("canceled", ["the run was interrupted", ...said]);
  if (exitCode !== 0 && exitCode !== 99)
    return fail("script-failed", [failures[exitCode] ?? `k6 ended with exit code ${exitCode}`, ...said]);
  if (summary.total.requests === 0 && summary.scriptErrors > 0)
    return fail("script-errors", [
      `the script threw in ${summary.scriptErrors} iterations, and nothing was sent; nothing was measured`,
      ...said,
    ]);
  if (summary.total.requests === 0) {
    const reason =
      run.expectedOperations.length === 0
        ? "no operation can be called without knowing more than the description says; nothing was measured"
        : "no request was answered before the run was over: the service does not answer, or each request takes longer than that; nothing was measured";
    return fail("no-samples", [reason, ...said]);
  }
  const bound = boundReason(run);
  const crossed = crossedThresholds(run);
  if (bound !== undefined && (crossed.length > 0 || run.thresholds.isAsked))
    return fail("generator-bound", [bound, ...crossed]);
  const first = bound === undefined ? [] : [bound];
  if (Object.keys(summary.total.statuses).every((status) => status === "0"))
    return fail("no-response", [...first, "no request got a response: the service cannot be reached", ...said]);
  if (summary.scriptErrors > 0)
    return fail("script-errors", [
      ...first,
      `the script threw in ${summary.scriptErrors} iterations`,
      ...said,
      ...crossed,
    ]);
  if (crossed.length > 0) return fail("thresholds-crossed", [...first, ...crossed]);
  const missed = run.expectedOperations.filter((name) => !summary.operations.some((one) => one.operation === name));
  if (missed.length > 0) return fail("incomplete", [...first, `never called: ${missed.join(", ")}`]);
  return { verdict: "passed", success: true, reasons: [...first, ...passedReasons(run)] };
}

/** Why the figures say more about this machine than about the service, if they do. */
function boundReason({ cpuShare }: Judged): string | undefined {
  if (cpuShare === undefined || cpuShare < generatorBoundShare) return undefined;
  const percent = Math.round(cpuShare * 100);
  return `k6 itself used ${percent} % of this machine's processors: the figures say nothing about what the service can bear`;
}

function crossedThresholds({ summary, thresholds }: Judged): readonly string[] {
  const reasons: string[] = [];
  const { total } = summary;
  if (total.errorRate > thresholds.errorRate)
    reasons.push(
      `${total.errors} of ${total.requests} requests failed (${percent(total.errorRate)}; at most ${percent(thresholds.errorRate)} may): ${errorsOf(summary.operations)}`,
    );
  if (total.latencyMs !== undefined && total.latencyMs.p95 > thresholds.p95Ms) {
    const slow = summary.operations.filter((one) => (one.latencyMs?.p95 ?? 0) > thresholds.p95Ms);
    const named = slow.map((one) => `${one.operation} ${milliseconds(one)} ms`).join(", ");
    reasons.push(
      `p95 is ${round(total.latencyMs.p95)} ms (at most ${thresholds.p95Ms} ms): ${named || "all together"}`,
    );
  }
  if (summary.droppedIterations > 0)
    reasons.push(
      `${summary.droppedIterations} iterations were dropped because earlier ones had not ended: the wanted rate was not reached, and the percentiles leave out the slowest part`,
    );
  if (summary.undocumentedStatuses > 0)
    reasons.push(`${summary.undocumentedStatuses} responses had a status that the description does not know`);
  if (!summary.isComplete) reasons.push("the samples end early");
  return reasons;
}

function passedReasons({ summary, thresholds }: Judged): readonly string[] {
  return [
    `p95 ${round(summary.total.latencyMs?.p95 ?? 0)} ms${Number.isFinite(thresholds.p95Ms) ? ` of at most ${thresholds.p95Ms} ms` : ""}`,
    `${percent(summary.total.errorRate)} failed of at most ${percent(thresholds.errorRate)}`,
    "no iteration was dropped",
  ];
}

function errorsOf(operations: readonly OperationSummary[]): string {
  return operations
    .filter((one) => one.errors > 0)
    .map(
      (one) =>
        `${one.operation} ${Object.entries(one.errorStatuses)
          .map(([status, count]) => `${count} × ${status === "0" ? "no response" : status}`)
          .join(", ")}`,
    )
    .join("; ");
}

function milliseconds(one: OperationSummary): string {
  return round(one.latencyMs?.p95 ?? 0);
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}
