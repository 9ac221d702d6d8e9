import { availableParallelism } from "node:os";
import { freePort } from "../process/free-port";
import type { Output } from "../report/output";
import { followProgress } from "./follow-progress";
import { type FindTarget, inTurn } from "./in-turn";
import { usersFor } from "./instances";
import { loadReport } from "./load-report";
import { measure } from "./measure";
import { measuredHere } from "./measured-place";
import type { ScriptPlan } from "./read-plan";

export interface LoadTest {
  readonly workspaceRoot: string;
  readonly project: string;
  readonly target: string;
  readonly output: Output;
  readonly scriptPaths: readonly string[];
  readonly plan: ScriptPlan;
  readonly findTarget: FindTarget;
  readonly durationSeconds: number;
  /** Iterations per second; without it `concurrency` users go on as fast as they can. */
  readonly rate?: number;
  readonly concurrency?: number;
  /** Processes of k6 that share the load; absent: one. */
  readonly instances?: number;
  readonly p95Ms?: number;
  /** 0 to 1. */
  readonly errorRate?: number;
}

/** Runs scripts when it is this load test's turn on the machine, and writes the report. */
export function runLoadTest(test: LoadTest): Promise<{ success: boolean }> {
  return inTurn({ ...test, findTargets: [test.findTarget] }, async ({ k6, targets: [target], signal }) => {
    test.output.line(
      `specline: ${paceOf(test)} for ${test.durationSeconds} s, ${test.plan.operations.length} operations`,
    );
    for (const note of instanceNotes(test)) test.output.line(`specline: ${note}`);
    const thresholds = {
      p95Ms: test.p95Ms ?? 500,
      errorRate: test.errorRate ?? 0.01,
      isAsked: test.p95Ms !== undefined || test.errorRate !== undefined,
    };
    const place = measuredHere();
    const dashboardPort = process.env.K6_WEB_DASHBOARD === "true" ? await openDashboard(test) : undefined;
    const progress = followProgress({ ...test, scripts: test.scriptPaths.length, print: test.output });
    const measured = await measure({
      ...test,
      k6,
      environment: { ...commonEnvironment(test, thresholds), ...target.environment },
      secrets: target.secrets,
      thresholds,
      expectedOperations: test.plan.operations,
      signal,
      onSamples: progress.follow,
      ...(dashboardPort === undefined ? {} : { dashboardPort }),
    }).finally(progress.stop);
    return loadReport({ ...test, ...measured, thresholds, server: target.url, k6, measured: place });
  });
}

/** What several instances mean here, if there are several. */
function instanceNotes({ instances = 1, concurrency }: LoadTest): readonly string[] {
  if (instances === 1) return [];
  const users = concurrency === undefined ? undefined : usersFor(concurrency, instances);
  const processors = availableParallelism();
  return [
    `${instances} instances of k6 share the load`,
    ...(users === undefined || users === concurrency
      ? []
      : [`${users} users instead of ${concurrency}, so that each instance has as many`]),
    ...(instances <= processors
      ? []
      : [
          `warning: ${instances} instances on ${processors} processors wait for each other, and their delays are measured too; use at most ${processors}`,
        ]),
  ];
}

/** Only where its address can be said. */
async function openDashboard({ output, instances = 1 }: LoadTest): Promise<number | undefined> {
  if (!output.isText) return undefined;
  const port = await freePort();
  const part = instances === 1 ? "" : `, with the part of instance 1 of ${instances}`;
  output.line(`specline: k6's dashboard is at http://127.0.0.1:${port} while it runs, for this machine only${part}`);
  return port;
}

export function paceOf({ rate, concurrency }: Pick<LoadTest, "rate" | "concurrency">): string {
  return rate === undefined ? `${concurrency ?? 1} at once` : `${rate} iterations/s`;
}

/** Settings of generated scripts; `tools/compiler/emit/load-test/run-time-source.ts` reads them. */
export function commonEnvironment(
  test: Pick<LoadTest, "rate" | "concurrency" | "durationSeconds" | "instances">,
  thresholds: { readonly p95Ms: number; readonly errorRate: number },
): Record<string, string> {
  const { instances = 1 } = test;
  return {
    INSTANCES: String(instances),
    RATE: test.rate === undefined ? "" : String(test.rate),
    USERS: test.concurrency === undefined ? "" : String(usersFor(test.concurrency, instances)),
    DURATION: String(test.durationSeconds),
    P95_MS: String(thresholds.p95Ms),
    ERROR_RATE: String(thresholds.errorRate),
  };
}
