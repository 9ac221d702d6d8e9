import { readFileSync } from "node:fs";
import { inTurn } from "../in-turn";
import { chooseFlow } from "../keys/choose-flow";
import type { Limits, ScriptTest, SteadyLoad } from "../load-test";
import { judgeOutcomes, type Measured } from "../measure";
import { type PlanKey, readPlan } from "../read-plan";
import type { K6Outcome } from "../run-k6";
import type { Thresholds } from "../verdict";
import type { ApiDocument } from "./api-document";
import { attackReport } from "./attack-report";
import { attackResource, type ResourceOutcome } from "./attack-resource";
import type { AttackResults } from "./attack-result";
import { attackVerdict } from "./attack-verdict";
import { oracleFor } from "./oracle";
import type { RightKey } from "./right-keys";

export interface AttackTest extends ScriptTest, SteadyLoad, Limits {
  readonly document: ApiDocument;
  /** Iterations per second of the good traffic beside. */
  readonly rate: number;
  /** All that is sent, good and wrong, is no more than this. */
  readonly maxRequests: number;
}

/** Attacks the resources of some scripts one after the other, each beside its usual traffic, and writes the report. */
export function runAttack(test: AttackTest): Promise<{ success: boolean }> {
  return inTurn({ ...test, findTargets: [test.findTarget] }, async ({ k6, targets: [target], signal }) => {
    test.output.line(`specline: attacking ${test.plan.operations.length} operations, good traffic beside`);
    if (target.faultyTokens === undefined)
      test.output.line("specline: no bearer tokens with faults are sent: this server's keys are not known here");
    const thresholds: Thresholds = {
      p95Ms: test.p95Ms ?? 500,
      ...(test.p99Ms === undefined ? {} : { p99Ms: test.p99Ms }),
      errorRate: test.errorRate ?? 0.01,
      isAsked: test.p95Ms !== undefined || test.p99Ms !== undefined || test.errorRate !== undefined,
    };
    const oracle = oracleFor(test.document);
    const outcomes: ResourceOutcome[] = [];
    let maxRequests = test.maxRequests;
    for (const scriptPath of test.scriptPaths) {
      const read = readPlan(readFileSync(scriptPath, "utf8"));
      const plan = read && chooseFlow(read, (variable) => target.environment[variable] !== undefined);
      const operations = new Set(plan?.operations);
      const outcome = await attackResource({
        ...test,
        k6,
        target,
        oracle,
        thresholds,
        scriptPath,
        operations,
        skipped: plan?.skipped ?? [],
        keys: rightKeys(plan?.keys ?? {}, target.environment),
        requestsPerIteration: plan?.requestsPerIteration ?? 0,
        maxRequests,
        signal,
        onLine: test.output.line,
      });
      outcomes.push(outcome);
      maxRequests -= outcome.requests;
      if (signal.aborted || outcome.isBounded) break;
    }
    const seconds = outcomes.reduce((sum, one) => sum + one.seconds, 0);
    const before = judged(
      test,
      thresholds,
      outcomes.flatMap((one) => one.before ?? []),
      3,
    );
    const during = judged(
      test,
      thresholds,
      outcomes.flatMap((one) => one.during ?? []),
      seconds / outcomes.length,
    );
    const recorded = judged(
      test,
      thresholds,
      outcomes.map((one) => one.recorded),
      1,
    );
    const results = resultsOf(test, outcomes, oracle.slowPatterns());
    const isBounded = outcomes.some((one) => one.isBounded);
    const hasFlow = test.plan.operations.length > 0;
    const calm = before?.verdict ?? (hasFlow ? recorded?.verdict : undefined);
    const verdict = attackVerdict(results, calm, during?.verdict, isBounded, hasFlow);
    return attackReport({
      project: test.project,
      target: test.target,
      server: target.url,
      k6,
      verdict,
      results,
      thresholds,
      rate: test.rate,
      seconds,
      ...(before === undefined ? {} : { before }),
      ...(during === undefined ? {} : { during }),
    });
  });
}

function rightKeys(
  keys: Readonly<Record<string, PlanKey>>,
  environment: Readonly<Record<string, string>>,
): readonly RightKey[] {
  return Object.entries(keys).flatMap(([scheme, { variable }]) => {
    const value = environment[variable] ?? "";
    return value === "" ? [] : [{ scheme, variable, value }];
  });
}

function judged(
  test: AttackTest,
  thresholds: Thresholds,
  outcomes: readonly K6Outcome[],
  durationSeconds: number,
): Measured | undefined {
  if (outcomes.length === 0) return undefined;
  return judgeOutcomes(
    { durationSeconds, thresholds, expectedOperations: test.plan.operations, keyed: test.keyed ?? {} },
    outcomes,
  );
}

function resultsOf(
  test: AttackTest,
  outcomes: readonly ResourceOutcome[],
  slowPatterns: readonly string[],
): AttackResults {
  const cases = outcomes.flatMap((one) => one.cases);
  const known = new Set([
    ...cases.map((one) => one.case.operation),
    ...outcomes.flatMap((one) => one.notAttacked.map(({ operation }) => operation)),
  ]);
  return {
    cases,
    slowPatterns,
    notAttacked: [
      ...test.plan.skipped.filter(({ operation }) => !known.has(operation)),
      ...outcomes.flatMap((one) => one.notAttacked),
      ...test.plan.operations
        .filter((operation) => !known.has(operation))
        .map((operation) => ({ operation, reason: "the usual flow did not come to it" })),
    ],
    leftOut: new Map(outcomes.flatMap((one) => [...one.leftOut])),
  };
}
