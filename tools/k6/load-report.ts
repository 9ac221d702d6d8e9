import type { JsonValue } from "../report/json";
import type { Report, Section } from "../report/report";
import { contractData, contractSection } from "./contract-report";
import { closedModelHides, describeForm } from "./form/describe-form";
import { type FormOutcome, formData, formSections } from "./form/form-report";
import type { LoadForm } from "./form/load-form";
import { subBuckets } from "./histogram";
import { histogramFigure, histogramLines } from "./histogram-figure";
import type { K6Program } from "./k6-program";
import { latencyFigure } from "./latency-figure";
import { describePlace, type MeasuredPlace } from "./measured-place";
import type { ScriptPlan } from "./read-plan";
import type { ResponseCheck } from "./response-check";
import { describeSlo, missesOf } from "./slo";
import type { OperationSummary, Summary } from "./summary";
import { sloOf, type Thresholds, type Verdict } from "./verdict";

export interface LoadReportInput {
  readonly project: string;
  readonly target: string;
  readonly verdict: Verdict;
  readonly summary: Summary;
  readonly thresholds: Thresholds;
  /** Without credentials. */
  readonly server: string;
  /** Absent: it ran elsewhere. */
  readonly k6?: K6Program;
  readonly measured: MeasuredPlace;
  readonly plan: ScriptPlan;
  readonly durationSeconds: number;
  /** Absent: it is not known, since it ran elsewhere. */
  readonly form?: LoadForm;
  /** What the form of load found beyond the figures that all have. */
  readonly found?: FormOutcome | undefined;
  /** Absent: the number of requests follows from the load. */
  readonly maxRequests?: number;
  /** Processes of k6 that shared the load; absent: one. */
  readonly instances?: number;
  readonly cpuShare?: number;
  /** How responses were checked; absent: there was nothing to hold them against. */
  readonly check?: ResponseCheck | undefined;
}

/** The report of a load test; its `data` is described by docs/schemas/load-test.json. */
export function loadReport(input: LoadReportInput): Report {
  const { verdict } = input;
  return {
    schemaVersion: 1,
    project: input.project,
    target: input.target,
    verdict: verdict.verdict,
    success: verdict.success,
    reasons: verdict.reasons,
    data: reportData(input),
    sections: sections(input),
  };
}

function reportData(input: LoadReportInput): JsonValue {
  const { summary, k6, thresholds, plan } = input;
  return {
    server: input.server,
    k6: k6 === undefined ? null : { version: k6.version, origin: k6.origin, histograms: k6.hasHistograms },
    measured: { at: input.measured.at, machine: input.measured.machine ?? null },
    load: {
      scenario: input.form?.kind ?? null,
      durationSeconds: input.durationSeconds,
      iterationsPerSecond: input.form === undefined ? null : rateOf(input.form),
      concurrency: input.form === undefined ? null : usersOf(input.form),
      instances: input.instances ?? 1,
      maxRequests: input.maxRequests ?? null,
      isBounded: summary.isBounded,
    },
    thresholds: {
      p95Ms: Number.isFinite(thresholds.p95Ms) ? thresholds.p95Ms : null,
      p99Ms: thresholds.p99Ms ?? null,
      errorRate: thresholds.errorRate,
      operations: Object.fromEntries(
        Object.entries(thresholds.operations ?? {}).map(([name, slo]) => [name, { ...slo }]),
      ),
    },
    generator: {
      cpuShare: input.cpuShare === undefined ? null : exact(input.cpuShare),
      droppedIterations: summary.droppedIterations,
      interruptedIterations: summary.interruptedIterations,
      bound: input.verdict.verdict === "generator-bound",
    },
    iterations: summary.iterations,
    scriptErrors: summary.scriptErrors,
    undocumentedStatuses: summary.undocumentedStatuses,
    supportingRequests: summary.supportingRequests,
    contract: contractData(input.check, summary.responses),
    total: operationFigures(summary.total),
    operations: summary.operations.map((one) => ({
      ...(operationFigures(one) as { readonly [key: string]: JsonValue }),
      misses: misses(one, input),
    })),
    ...formData(input.found),
    skipped: plan.skipped.map(({ operation, reason }) => ({ operation, reason })),
    series: summary.seconds.map((one) => ({ ...one, p50Ms: exact(one.p50Ms), p95Ms: exact(one.p95Ms) })),
  };
}

export function operationFigures(one: OperationSummary): JsonValue {
  const { latencyMs } = one;
  return {
    operation: one.operation,
    requests: one.requests,
    requestsPerSecond: exact(one.requestsPerSecond),
    latencyMs:
      latencyMs === undefined
        ? null
        : {
            p50: exact(latencyMs.p50),
            p90: exact(latencyMs.p90),
            p95: exact(latencyMs.p95),
            p99: exact(latencyMs.p99),
            max: exact(latencyMs.max),
            mean: exact(latencyMs.mean),
          },
    errors: one.errors,
    errorRate: exact(one.errorRate),
    statuses: one.statuses,
    errorStatuses: one.errorStatuses,
    errorKinds: one.errorKinds,
    histogram: {
      subBuckets,
      buckets: Object.fromEntries([...one.histogram.buckets].sort(([a], [b]) => a - b)),
    },
  };
}

function sections(input: LoadReportInput): readonly Section[] {
  const { summary, plan } = input;
  const { form, k6, instances = 1 } = input;
  const hasObjectives = Object.keys(input.thresholds.operations ?? {}).length > 0;
  const rows = [
    ...summary.operations.map((one) => [...row(one), ...(hasObjectives ? [objective(one, input)] : [])]),
    ...(summary.operations.length > 1 ? [row(summary.total)] : []),
  ];
  const isClosed = form?.kind === "load" && form.pace.kind === "users";
  return [
    ...formSections(input.found),
    {
      kind: "table",
      title: "Operations",
      columns: [
        { title: "operation" },
        ...["requests", "req/s", "p50 ms", "p90 ms", "p95 ms", "p99 ms", "max ms", "errors"].map((title) => ({
          title,
          numeric: true,
        })),
        ...(hasObjectives ? [{ title: "objective" }] : []),
      ],
      rows,
    },
    ...histogramSection(summary),
    { kind: "figure", title: "Latency and errors over time", svg: latencyFigure(summary.seconds) },
    statusSection(summary),
    ...contractSection(input.check, summary.responses),
    ...errorSection(summary),
    ...(plan.skipped.length === 0
      ? []
      : [
          {
            kind: "text" as const,
            title: "Not called",
            lines: plan.skipped.map((one) => `${one.operation}: ${one.reason}`),
          },
        ]),
    {
      kind: "facts",
      title: "Run",
      facts: [
        ["measured", describePlace(input.measured)],
        ["server", input.server],
        ["load", form === undefined ? `${input.durationSeconds} s` : describeForm(form)],
        ...(isClosed ? [["what this hides", closedModelHides] as const] : []),
        ...(instances === 1 ? [] : [["instances of k6", String(instances)] as const]),
        ...(input.maxRequests === undefined
          ? []
          : [["requests at most", `${input.maxRequests}${summary.isBounded ? ", which ended the run" : ""}`] as const]),
        [
          "k6",
          k6 === undefined
            ? "on other machines"
            : `${k6.version} (${k6.origin}${k6.hasHistograms ? "" : ", samples as CSV"})`,
        ],
        [
          "k6's share of the processors",
          input.cpuShare === undefined ? "not known" : `${Math.round(input.cpuShare * 100)} %`,
        ],
        ["dropped iterations", String(summary.droppedIterations)],
        ...(summary.interruptedIterations === 0
          ? []
          : [["iterations ended unanswered", String(summary.interruptedIterations)] as const]),
        ["preparing requests", `${summary.supportingRequests}, in no figure above`],
      ],
    },
  ];
}

/** More than these nobody reads. */
const mostHistograms = 20;

function histogramSection(summary: Summary): readonly Section[] {
  const withRequests = summary.operations.filter((one) => one.requests > 0);
  if (withRequests.length === 0) return [];
  const slowest = [...withRequests].sort((a, b) => (b.latencyMs?.p95 ?? 0) - (a.latencyMs?.p95 ?? 0));
  const shown = withRequests.length > mostHistograms ? slowest.slice(0, mostHistograms) : withRequests;
  const which = shown === withRequests ? "" : `, the ${mostHistograms} slowest of ${withRequests.length} operations`;
  return [{ kind: "figure", title: `Latencies${which}`, svg: histogramFigure(shown), lines: histogramLines(shown) }];
}

function statusSection(summary: Summary): Section {
  return {
    kind: "table",
    title: "Statuses",
    columns: [
      { title: "operation" },
      { title: "status" },
      { title: "requests", numeric: true },
      { title: "counts as" },
    ],
    rows: summary.operations.flatMap((one) =>
      Object.entries(one.statuses).map(([status, count]) => [
        one.operation,
        status === "0" ? "no response" : status,
        String(count),
        one.errorStatuses[status] === undefined ? "success" : "error",
      ]),
    ),
  };
}

function errorSection(summary: Summary): readonly Section[] {
  const rows = summary.operations.flatMap((one) =>
    Object.entries(one.errorKinds).map(([kind, count]) => [one.operation, kind, String(count)]),
  );
  const columns = [{ title: "operation" }, { title: "kind" }, { title: "requests", numeric: true }];
  return rows.length === 0 ? [] : [{ kind: "table", title: "Errors by kind", columns, rows }];
}

function row(one: OperationSummary): readonly string[] {
  const { latencyMs } = one;
  return [
    one.operation,
    String(one.requests),
    one.requestsPerSecond.toFixed(1),
    ...(["p50", "p90", "p95", "p99", "max"] as const).map((name) =>
      latencyMs === undefined ? "–" : latencyMs[name].toFixed(1),
    ),
    one.errors === 0 ? "0" : `${one.errors} (${Number((one.errorRate * 100).toFixed(1))} %)`,
  ];
}

/** The operations that are held to something, and by how much they miss it. */
function misses(one: OperationSummary, { thresholds, form }: LoadReportInput): readonly string[] {
  return form?.kind === "steps" ? [] : missesOf(one, sloOf(one.operation, thresholds));
}

function objective(one: OperationSummary, input: LoadReportInput): string {
  if (input.form?.kind === "steps") return describeSlo(sloOf(one.operation, input.thresholds));
  const missed = misses(one, input);
  return missed.length === 0 ? "met" : `missed: ${missed.join(", ")}`;
}

function rateOf(form: LoadForm): number | null {
  if (form.kind === "spike" || form.kind === "soak") return form.iterationsPerSecond;
  return form.kind === "load" && form.pace.kind === "rate" ? form.pace.iterationsPerSecond : null;
}

function usersOf(form: LoadForm): number | null {
  if (form.kind === "smoke") return 1;
  return form.kind !== "load" || form.pace.kind === "once" ? null : (form.pace.users ?? null);
}

/** Three digits after the point: microseconds for milliseconds. */
function exact(value: number): number {
  return Number(value.toFixed(3));
}
