import type { Output } from "../report/output";
import { type FindTarget, inTurn } from "./in-turn";
import { loadReport } from "./load-report";
import { measure } from "./measure";
import type { ScriptPlan } from "./read-plan";
import { type CheckOption, checkEnvironment, responseCheckFor } from "./response-check";

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
  readonly p95Ms?: number;
  /** 0 to 1. */
  readonly errorRate?: number;
  /** Of responses; absent: nothing is known that they could be held against. */
  readonly check?: CheckOption;
}

/** Runs scripts when it is this load test's turn on the machine, and writes the report. */
export function runLoadTest(test: LoadTest): Promise<{ success: boolean }> {
  return inTurn({ ...test, findTargets: [test.findTarget] }, async ({ k6, targets: [target], signal }) => {
    test.output.line(
      `specline: ${paceOf(test)} for ${test.durationSeconds} s, ${test.plan.operations.length} operations`,
    );
    const thresholds = {
      p95Ms: test.p95Ms ?? 500,
      errorRate: test.errorRate ?? 0.01,
      isAsked: test.p95Ms !== undefined || test.errorRate !== undefined,
    };
    const check = test.check === undefined ? undefined : responseCheckFor(test.check, k6);
    const measured = await measure({
      ...test,
      k6,
      usesExtension: check?.usesExtension ?? false,
      environment: {
        ...commonEnvironment(test, thresholds),
        ...(check === undefined ? {} : checkEnvironment(check)),
        ...target.environment,
      },
      secrets: target.secrets,
      thresholds,
      expectedOperations: test.plan.operations,
      signal,
    });
    return loadReport({ ...test, ...measured, thresholds, server: target.url, k6, check });
  });
}

export function paceOf({ rate, concurrency }: Pick<LoadTest, "rate" | "concurrency">): string {
  return rate === undefined ? `${concurrency ?? 1} at once` : `${rate} iterations/s`;
}

/** Settings of generated scripts; `tools/compiler/emit/load-test/run-time-source.ts` reads them. */
export function commonEnvironment(
  test: Pick<LoadTest, "rate" | "concurrency" | "durationSeconds">,
  thresholds: { readonly p95Ms: number; readonly errorRate: number },
): Record<string, string> {
  return {
    RATE: test.rate === undefined ? "" : String(test.rate),
    USERS: test.concurrency === undefined ? "" : String(test.concurrency),
    DURATION: String(test.durationSeconds),
    P95_MS: String(thresholds.p95Ms),
    ERROR_RATE: String(thresholds.errorRate),
  };
}
