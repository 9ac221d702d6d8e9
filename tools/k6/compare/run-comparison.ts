import type { Random } from "../../random/random";
import { type FindTarget, inTurn, type LoadTarget } from "../in-turn";
import type { ScriptTest, SteadyLoad } from "../load-test";
import { commonEnvironment, paceOf } from "../run-load-test";
import { compareRounds } from "./compare-rounds";
import { comparisonReport } from "./comparison-report";
import { type FailOn, judgeComparison } from "./judge-comparison";
import { measureRounds, pairUp } from "./measure-rounds";
import { probe } from "./probe";

export interface Comparison extends ScriptTest, SteadyLoad {
  /** What `findTarget` is compared with. */
  readonly findBaseline: FindTarget;
  /** Whether both are asked for each operation before any load is sent; a single request may be meant to fail. */
  readonly isProbed: boolean;
  readonly rounds: number;
  readonly failOn: FailOn;
  /** Setting of scripts by which each run bounds itself. */
  readonly bound: Readonly<Record<string, string>>;
  readonly random: Random;
}

/** The rest of a second in which a round begins is in it, too. */
export const warmUpSeconds = 1;

/** Only what makes a run worthless counts in a comparison, not whether it is fast. */
export const comparedThresholds = { p95Ms: Number.POSITIVE_INFINITY, errorRate: 1, isAsked: true };

/** Measures two targets by turns, and says what has changed. */
export function runComparison(test: Comparison): Promise<{ success: boolean }> {
  const { findBaseline, findTarget, rounds, durationSeconds } = test;
  return inTurn({ ...test, findTargets: [findBaseline, findTarget] }, async ({ k6, targets, signal }) => {
    const [baselineTarget, candidateTarget] = targets;
    const seconds = durationSeconds + warmUpSeconds;
    const environment = { ...comparedEnvironment(test, seconds), ...test.bound };
    const of = (target: LoadTarget) => ({
      ...test,
      k6,
      durationSeconds: seconds,
      environment: { ...environment, ...target.environment },
      secrets: target.secrets,
      thresholds: comparedThresholds,
      expectedOperations: test.plan.operations,
      signal,
    });
    const [before, after] = [of(baselineTarget), of(candidateTarget)];
    if (test.isProbed) {
      const sides = [
        { request: before, url: baselineTarget.url },
        { request: after, url: candidateTarget.url },
      ];
      const unfit = await probe(test.plan.operations, sides);
      if (unfit.length > 0 && !signal.aborted) return unfit;
    }
    const minutes = (2 * rounds * test.scriptPaths.length * (seconds + 1.5)) / 60;
    test.output.line(
      `specline: ${rounds} rounds by turns, ${paceOf(test)} for ${durationSeconds} s each; about ${Math.ceil(minutes)} min`,
    );
    const [baseline, candidate] = await measureRounds({
      sides: [before, after],
      rounds,
      warmUpSeconds,
      onRound: (round) => test.output.line(`specline: round ${round} of ${rounds}`),
    });
    const operations = pairUp(baseline.rounds, candidate.rounds);
    const fewest = operations.reduce((least, one) => Math.min(least, one.candidate.length), rounds);
    const compared =
      operations.length === 0 || fewest === 0
        ? { latencies: [], errors: [] }
        : compareRounds(operations, { pairing: { kind: "turns" }, random: test.random });
    const verdict = judgeComparison({
      sides: { baseline: baseline.measured, candidate: candidate.measured },
      ...compared,
      rounds: operations.length === 0 ? 0 : fewest,
      differences: [],
      failOn: test.failOn,
    });
    return comparisonReport({
      ...test,
      ...compared,
      verdict,
      baseline: { server: baselineTarget.url, requests: baseline.measured.summary.total.requests },
      candidate: { server: candidateTarget.url, requests: candidate.measured.summary.total.requests },
      secondsPerRound: durationSeconds,
      k6,
    });
  });
}

/** Settings of scripts for rounds; users are as many as a load test would have. */
export function comparedEnvironment(
  test: Pick<SteadyLoad, "rate" | "concurrency">,
  durationSeconds: number,
): Record<string, string> {
  return commonEnvironment({ ...test, durationSeconds }, comparedThresholds);
}
