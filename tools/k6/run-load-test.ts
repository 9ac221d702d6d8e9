import { endWithParent } from "../process/end-with-parent";
import { untilStopped } from "../process/until-stopped";
import type { Output } from "../report/output";
import type { Problem } from "../report/problem";
import { findK6 } from "./find-k6";
import { loadReport } from "./load-report";
import { takeLoadTurn } from "./load-turn";
import { measure } from "./measure";
import type { ScriptPlan } from "./read-plan";

export interface LoadTarget {
  readonly url: string;
  /** Of k6, for this target. */
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

export interface LoadTest {
  readonly workspaceRoot: string;
  readonly project: string;
  readonly target: string;
  readonly output: Output;
  readonly scriptPaths: readonly string[];
  readonly plan: ScriptPlan;
  /** Asked before k6 is looked for, and again when it is our turn: what was there may be gone by then. */
  readonly findTarget: () => Promise<LoadTarget | Problem>;
  readonly durationSeconds: number;
  /** Iterations per second; without it `concurrency` users go on as fast as they can. */
  readonly rate?: number;
  readonly concurrency?: number;
  readonly p95Ms?: number;
  /** 0 to 1. */
  readonly errorRate?: number;
}

/** Runs scripts when it is this load test's turn on the machine, and writes the report. */
export async function runLoadTest(test: LoadTest): Promise<{ success: boolean }> {
  const { output } = test;
  endWithParent();
  const first = await test.findTarget();
  if ("code" in first) return output.refuse([first]);
  output.line(`specline: measuring ${test.project} at ${first.url}`);
  const found = await findK6(output.line);
  if (found.kind === "missing") return output.refuse([found.problem]);

  const stop = untilStopped();
  const abort = new AbortController();
  void stop.stopped.then(() => abort.abort());
  const lock = await takeLoadTurn(`${test.project}:${test.target}`, output.line, undefined, abort.signal);
  if ("code" in lock) {
    stop.dispose();
    return output.refuse([lock]);
  }
  try {
    const target = await test.findTarget();
    if ("code" in target) return output.refuse([target]);
    output.line(`specline: ${paceOf(test)} for ${test.durationSeconds} s, ${test.plan.operations.length} operations`);
    const thresholds = {
      p95Ms: test.p95Ms ?? 500,
      errorRate: test.errorRate ?? 0.01,
      isAsked: test.p95Ms !== undefined || test.errorRate !== undefined,
    };
    const measured = await measure({
      ...test,
      k6: found.k6,
      environment: { ...commonEnvironment(test, thresholds), ...target.environment },
      secrets: target.secrets,
      thresholds,
      expectedOperations: test.plan.operations,
      signal: abort.signal,
    });
    return output.finish(loadReport({ ...test, ...measured, thresholds, server: target.url, k6: found.k6 }));
  } finally {
    stop.dispose();
    await lock.release();
  }
}

function paceOf({ rate, concurrency }: LoadTest): string {
  return rate === undefined ? `${concurrency ?? 1} at once` : `${rate} iterations/s`;
}

/** Settings of generated scripts; `tools/compiler/emit/load-test/run-time-source.ts` reads them. */
function commonEnvironment(
  test: LoadTest,
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
