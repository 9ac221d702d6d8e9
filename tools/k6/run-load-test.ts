import { findListener } from "../process/find-listener";
import { randomOf } from "../random/random";
import type { Output } from "../report/output";
import type { Report } from "../report/report";
import { closedModelHides, describeForm } from "./form/describe-form";
import type { FormOutcome } from "./form/form-report";
import { k6Scenarios } from "./form/k6-scenarios";
import { type LoadForm, stagesOf } from "./form/load-form";
import { usualMaxRequests } from "./form/request-bound";
import { judgeSoak, soakDrift } from "./form/soak-drift";
import { judgeSpike, spikeRecovery } from "./form/spike-recovery";
import { secondsOf } from "./form/stage";
import { type FindTarget, inTurn } from "./in-turn";
import { loadReport } from "./load-report";
import { type Measured, measure } from "./measure";
import type { ScriptPlan } from "./read-plan";
import { runSteps } from "./scaling/run-steps";
import { isLoopback } from "./single-request";
import type { Slo } from "./slo";
import type { Thresholds, Verdict } from "./verdict";

export interface LoadTest {
  readonly workspaceRoot: string;
  readonly project: string;
  readonly target: string;
  readonly output: Output;
  readonly scriptPaths: readonly string[];
  readonly plan: ScriptPlan;
  readonly findTarget: FindTarget;
  readonly form: LoadForm;
  /** All that is sent, to prepare and to clean up as well, is no more than this. */
  readonly maxRequests?: number;
  readonly p95Ms?: number;
  readonly p99Ms?: number;
  /** 0 to 1. */
  readonly errorRate?: number;
}

/** The same load for a time. */
export interface SteadyLoad {
  readonly durationSeconds: number;
  /** Iterations per second; without it `concurrency` users go on as fast as they can. */
  readonly rate?: number;
  readonly concurrency?: number;
}

/** Runs scripts when it is this load test's turn on the machine, and writes the report. */
export function runLoadTest(test: LoadTest): Promise<{ success: boolean }> {
  return inTurn({ ...test, findTargets: [test.findTarget] }, async ({ k6, targets: [target], signal }) => {
    const { form, output, plan } = test;
    output.line(`specline: ${describeForm(form)}, ${plan.operations.length} operations`);
    if (form.kind === "load" && form.pace.kind === "users") output.line(`specline: ${closedModelHides}`);
    const thresholds = thresholdsOf(test);
    const listener = form.kind === "steps" ? processOf(target.url) : undefined;
    const measureForm = (one: LoadForm, maxRequests: number): Promise<Measured> => {
      const stages = stagesOf(one);
      const durationSeconds = measuredSeconds(one);
      return measure({
        ...test,
        k6,
        environment: {
          ...commonEnvironment({ durationSeconds }, thresholds),
          SCENARIOS: JSON.stringify(k6Scenarios(stages)),
          ...target.environment,
        },
        secrets: target.secrets,
        durationSeconds,
        maxRequests,
        ...(form.kind === "steps" ? { watched: listener === undefined ? {} : { server: listener } } : {}),
        thresholds,
        expectedOperations: plan.operations,
        signal,
      });
    };
    const outcome = await runForm(test, thresholds, measureForm, () => signal.aborted);
    return reportOf(outcome);

    function reportOf({ measured, verdict, found }: FormRun): Report {
      const durationSeconds = measuredSeconds(form);
      return loadReport({
        ...test,
        ...measured,
        verdict,
        found,
        thresholds,
        server: target.url,
        k6,
        durationSeconds,
        maxRequests: test.maxRequests ?? usualMaxRequests,
      });
    }
  });
}

interface FormRun {
  readonly measured: Measured;
  readonly verdict: Verdict;
  readonly found?: FormOutcome | undefined;
}

async function runForm(
  test: LoadTest,
  thresholds: Thresholds,
  measureForm: (form: LoadForm, maxRequests: number) => Promise<Measured>,
  isAborted: () => boolean,
): Promise<FormRun> {
  const { form, project, plan, output } = test;
  const maxRequests = test.maxRequests ?? usualMaxRequests;
  const random = randomOf(project);
  if (form.kind === "steps") {
    const { requestsPerIteration } = plan;
    const { measured, verdict, scaling } = await runSteps({
      ...{ form, thresholds, requestsPerIteration, maxRequests, random, measureForm, isAborted, onLine: output.line },
    });
    return { measured, verdict, ...(scaling === undefined ? {} : { found: { kind: "steps", scaling } }) };
  }
  const measured = await measureForm(form, maxRequests);
  const { verdict, outcomes } = measured;
  const [outcome] = outcomes;
  const isWhole = verdict.verdict === "passed" || verdict.verdict === "thresholds-crossed";
  if (outcome === undefined || !isWhole) return { measured, verdict };
  if (measured.summary.isBounded && form.kind !== "load")
    return {
      measured,
      verdict: { verdict: "request-limit", success: false, reasons: ["--max-requests was reached before the end"] },
    };
  if (form.kind === "spike") {
    const recovery = spikeRecovery(form, outcome.measurement);
    const judged = judgeSpike(form, outcome.measurement, thresholds, recovery);
    return { measured, verdict: judged, ...(recovery === undefined ? {} : { found: { kind: "spike", recovery } }) };
  }
  if (form.kind === "soak") {
    const drift = soakDrift(form, outcome.measurement, random);
    return {
      measured,
      verdict: judgeSoak(drift, verdict),
      ...(drift === undefined ? {} : { found: { kind: "soak", drift } }),
    };
  }
  return { measured, verdict };
}

/** Without warm-up. */
function measuredSeconds(form: LoadForm): number {
  if (form.kind === "load" || form.kind === "soak") return form.seconds;
  if (form.kind === "smoke") return 1;
  return secondsOf(stagesOf(form)) - (form.kind === "spike" ? form.warmUpSeconds : 0);
}

/** Options win over the description, each figure by itself. One request of each operation says nothing about latency. */
function thresholdsOf({ form, plan, p95Ms, p99Ms, errorRate }: LoadTest): Thresholds {
  const isSmoke = form.kind === "smoke";
  const operations = Object.entries(plan.slos ?? {}).flatMap(([operation, slo]): [string, Slo][] => {
    const own: Slo = {
      ...(slo.p95Ms === undefined || p95Ms !== undefined || isSmoke ? {} : { p95Ms: slo.p95Ms }),
      ...(slo.p99Ms === undefined || p99Ms !== undefined || isSmoke ? {} : { p99Ms: slo.p99Ms }),
      ...(slo.errorRate === undefined || errorRate !== undefined ? {} : { errorRate: slo.errorRate }),
    };
    return Object.keys(own).length === 0 ? [] : [[operation, own]];
  });
  const isTarget = form.kind === "steps" && form.targetRps !== undefined;
  return {
    p95Ms: p95Ms ?? (isSmoke ? Number.MAX_SAFE_INTEGER : 500),
    ...(p99Ms === undefined ? {} : { p99Ms }),
    errorRate: errorRate ?? 0.01,
    ...(operations.length === 0 ? {} : { operations: Object.fromEntries(operations) }),
    isAsked: p95Ms !== undefined || p99Ms !== undefined || errorRate !== undefined || operations.length > 0 || isTarget,
  };
}

/** Of the service, where it runs on this machine. */
function processOf(url: string): number | undefined {
  const { hostname, port, protocol } = new URL(url);
  if (!isLoopback(hostname)) return undefined;
  return findListener(port === "" ? (protocol === "https:" ? 443 : 80) : Number(port));
}

export function paceOf({ rate, concurrency }: Pick<SteadyLoad, "rate" | "concurrency">): string {
  return rate === undefined ? `${concurrency ?? 1} at once` : `${rate} iterations/s`;
}

/** Settings of generated scripts; `tools/compiler/emit/load-test/run-time-source.ts` reads them. */
export function commonEnvironment(
  test: SteadyLoad,
  thresholds: { readonly p95Ms: number; readonly errorRate: number },
): Record<string, string> {
  return {
    RATE: test.rate === undefined ? "" : String(test.rate),
    USERS: test.concurrency === undefined ? "" : String(test.concurrency),
    DURATION: String(test.durationSeconds),
    P95_MS: String(thresholds.p95Ms),
    ERROR_RATE: String(thresholds.errorRate),
    RUN: String(Math.floor(Date.now() / 1000)),
  };
}
