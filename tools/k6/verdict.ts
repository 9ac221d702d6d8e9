import { deniedReasons } from "./keys/denied-reasons";
import { faultReasons } from "./response-check";
import { describeSlo, missesOf, type Slo } from "./slo";
import type { OperationSummary, Summary } from "./summary";
import type { VerdictWord } from "./verdict-word";

export interface Thresholds {
  /** Milliseconds that 95 of 100 requests must not exceed; `Infinity`: they may take any time. */
  readonly p95Ms: number;
  /** Share of requests that may fail, 0 to 1. */
  readonly errorRate: number;
  readonly p99Ms?: number;
  /** Of operations that the description gives objectives; they win over the above, each figure by itself. */
  readonly operations?: Readonly<Record<string, Slo>>;
  /** Set by the user: then a run that cannot judge them fails. */
  readonly isAsked: boolean;
}

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
  /** Of operations, the variables whose keys they may be sent with. */
  readonly keyed?: Readonly<Record<string, readonly string[]>>;
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
 * in every iteration, so everything is judged from samples and counters, in the order of `judgements`.
 */
export function judge(run: Judged): Verdict {
  const bound = boundReason(run);
  const facts: Facts = {
    ...run,
    // Which thresholds are crossed is said in our own words.
    said: run.messages.filter((one) => !one.startsWith("thresholds on metrics")).slice(0, 5),
    bound,
    crossed: crossedWithDenied(run),
    missed: run.expectedOperations.filter((name) => !run.summary.operations.some((one) => one.operation === name)),
  };
  for (const [verdict, reasonsFor] of judgements) {
    const reasons = reasonsFor(facts);
    if (reasons.length > 0) return { verdict, success: false, reasons };
  }
  return { verdict: "passed", success: true, reasons: [...(bound ?? []), ...passedReasons(run)] };
}

interface Facts extends Judged {
  /** By k6 or the script. */
  readonly said: readonly string[];
  /** That k6 took the machine, in one sentence; absent: it did not. */
  readonly bound: readonly string[] | undefined;
  readonly crossed: readonly string[];
  /** Operations that were never called. */
  readonly missed: readonly string[];
}

/** The first that has reasons is the verdict: what ended a run comes before what it sent, and that before how it was answered. */
const judgements: readonly (readonly [VerdictWord, (facts: Facts) => readonly string[]])[] = [
  ["incomplete", ({ lost = [], said }) => (lost.length === 0 ? [] : [...lost, ...said])],
  ["canceled", ({ exitCode, said }) => when(exitCode === undefined, "k6 was ended by a signal", said)],
  ["canceled", ({ exitCode, said }) => when(exitCode === 105, "the run was interrupted", said)],
  ["script-failed", ({ said, ...run }) => when(hasFailed(run), failureOf(run), said)],
  [
    "request-limit",
    ({ summary }) =>
      when(isSilent(summary) && summary.isBounded, "--max-requests was reached before anything was measured"),
  ],
  [
    "script-errors",
    ({ summary, said }) =>
      when(
        isSilent(summary) && summary.scriptErrors > 0,
        `the script threw in ${summary.scriptErrors} iterations, and nothing was sent; nothing was measured`,
        said,
      ),
  ],
  ["no-samples", ({ summary, expectedOperations, said }) => when(isSilent(summary), silence(expectedOperations), said)],
  [
    "generator-bound",
    ({ bound, crossed, thresholds }) =>
      bound !== undefined && (crossed.length > 0 || thresholds.isAsked) ? [...bound, ...crossed] : [],
  ],
  [
    "no-response",
    ({ summary, bound = [], said }) =>
      Object.keys(summary.total.statuses).every((status) => status === "0") ? [...bound, unreached(said), ...said] : [],
  ],
  [
    "script-errors",
    ({ summary, bound = [], said, crossed }) =>
      summary.scriptErrors > 0
        ? [...bound, `the script threw in ${summary.scriptErrors} iterations`, ...said, ...crossed]
        : [],
  ],
  [
    "contract-broken",
    ({ summary, bound = [], crossed, said }) => {
      const broken = faultReasons(summary.responses);
      const unanswered = said.filter((one) => one.startsWith("Request Failed"));
      return broken.length > 0 ? [...bound, ...broken, ...crossed, ...unanswered] : [];
    },
  ],
  ["thresholds-crossed", ({ bound = [], crossed }) => (crossed.length > 0 ? [...bound, ...crossed] : [])],
  [
    "incomplete",
    ({ bound = [], missed }) => (missed.length > 0 ? [...bound, `never called: ${missed.join(", ")}`] : []),
  ],
];

function unreached(said: readonly string[]): string {
  const isCut = said.some((one) => /unexpected EOF|gzip|malformed|flate|zstd|brotli/i.test(one));
  return `no request got a response${isCut ? " that could be read to its end" : ": the service cannot be reached"}`;
}

function when(holds: boolean, reason: string, said: readonly string[] = []): readonly string[] {
  return holds ? [reason, ...said] : [];
}

/** A run that came to its bound of requests ended itself, as it was told to. */
function hasFailed({ exitCode, summary }: Pick<Judged, "exitCode" | "summary">): boolean {
  return exitCode !== 0 && exitCode !== 99 && !(summary.isBounded && exitCode === 108);
}

function failureOf({ exitCode = 0 }: Pick<Judged, "exitCode">): string {
  return failures[exitCode] ?? `k6 ended with exit code ${exitCode}`;
}

function isSilent({ total }: Summary): boolean {
  return total.requests === 0;
}

function silence(expectedOperations: readonly string[]): string {
  return expectedOperations.length === 0
    ? "no operation can be called without knowing more than the description says; nothing was measured"
    : "no request was answered before the run was over: the service does not answer, or each request takes longer than that; nothing was measured";
}

/** Why the figures say more about this machine than about the service, if they do. */
function boundReason({ cpuShare }: Judged): readonly string[] | undefined {
  if (cpuShare === undefined || cpuShare < generatorBoundShare) return undefined;
  const percent = Math.round(cpuShare * 100);
  return [
    `k6 itself used ${percent} % of this machine's processors: the figures say nothing about what the service can bear`,
  ];
}

export function unansweredReason(iterations: number): string {
  return `${iterations} iterations were ended before the service had answered all of their requests; these are in no figure, and what they made stays`;
}

/** What an operation is held to: its own objectives, and for what they leave out the common ones. */
export function sloOf(operation: string, { p95Ms, p99Ms, errorRate, operations }: Thresholds): Slo {
  return {
    ...(Number.isFinite(p95Ms) ? { p95Ms } : {}),
    ...(p99Ms === undefined ? {} : { p99Ms }),
    errorRate,
    ...(operations !== undefined && Object.hasOwn(operations, operation) ? operations[operation] : {}),
  };
}

/** A key that is wrong is the reason of what it crosses. */
function crossedWithDenied(run: Judged): readonly string[] {
  const crossed = crossedThresholds(run);
  return crossed.length === 0 ? [] : [...crossed, ...deniedReasons(run.summary, run.keyed ?? {})];
}

export function crossedThresholds({ summary, thresholds }: Pick<Judged, "summary" | "thresholds">): readonly string[] {
  const reasons: string[] = [];
  if (Object.keys(thresholds.operations ?? {}).length > 0) {
    for (const one of summary.operations) {
      const slo = sloOf(one.operation, thresholds);
      const misses = missesOf(one, slo);
      if (misses.length > 0)
        reasons.push(`${one.operation} misses its objective (${describeSlo(slo)}): ${misses.join(", ")}`);
    }
  } else reasons.push(...crossedInTotal(summary, thresholds));
  if (summary.droppedIterations > 0)
    reasons.push(
      `${summary.droppedIterations} iterations were dropped because earlier ones had not ended: the wanted rate was not reached, and the percentiles leave out the slowest part`,
    );
  // What the bound of requests ends was not waited for.
  if (summary.interruptedIterations > 0 && !summary.isBounded)
    reasons.push(unansweredReason(summary.interruptedIterations));
  if (summary.undocumentedStatuses > 0)
    reasons.push(`${summary.undocumentedStatuses} responses had a status that the description does not know`);
  if (!summary.isComplete) reasons.push("the samples end early");
  return reasons;
}

function crossedInTotal(summary: Summary, thresholds: Thresholds): readonly string[] {
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
  if (thresholds.p99Ms !== undefined && total.latencyMs !== undefined && total.latencyMs.p99 > thresholds.p99Ms)
    reasons.push(`p99 is ${round(total.latencyMs.p99)} ms (at most ${thresholds.p99Ms} ms)`);
  return reasons;
}

function passedReasons({ summary, thresholds }: Judged): readonly string[] {
  const bounded = summary.isBounded
    ? ["the run ended early, at --max-requests; the figures are of the time until then"]
    : [];
  if (Object.keys(thresholds.operations ?? {}).length > 0)
    return [
      ...bounded,
      `every operation meets its objective (${summary.operations.length} of ${summary.operations.length})`,
      "no iteration was dropped",
    ];
  return [
    ...bounded,
    Number.isFinite(thresholds.p95Ms)
      ? `p95 ${round(summary.total.latencyMs?.p95 ?? 0)} ms of at most ${thresholds.p95Ms} ms`
      : `all ${summary.operations.length} operations were called; latency is not judged`,
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
