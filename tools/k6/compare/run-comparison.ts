import type { Random } from "../../random/random";
import { type FindTarget, inTurn, type LoadTarget } from "../in-turn";
import { commonEnvironment, type LoadTest, paceOf, type SteadyLoad } from "../run-load-test";
import { compareRounds } from "./compare-rounds";
import { comparisonReport } from "./comparison-report";
import { judgeComparison } from "./judge-comparison";
import { measureRounds } from "./measure-rounds";

export interface Comparison
  extends Omit<LoadTest, "form" | "maxRequests" | "p95Ms" | "p99Ms" | "errorRate">,
    SteadyLoad {
  /** What `findTarget` is compared with. */
  readonly findBaseline: FindTarget;
  readonly rounds: number;
  readonly random: Random;
}

/** The rest of a second in which a round begins is in it, too. */
const warmUpSeconds = 1;

/** Measures two targets by turns, and says what has changed. */
export function runComparison(test: Comparison): Promise<{ success: boolean }> {
  const { findBaseline, findTarget, rounds, durationSeconds } = test;
  return inTurn({ ...test, findTargets: [findBaseline, findTarget] }, async ({ k6, targets, signal }) => {
    const [baselineTarget, candidateTarget] = targets;
    test.output.line(`specline: ${rounds} rounds by turns, ${paceOf(test)} for ${durationSeconds} s each`);
    // Only what makes a run worthless counts here, not whether it is fast.
    const thresholds = { p95Ms: Number.MAX_SAFE_INTEGER, errorRate: 1, isAsked: true };
    const seconds = durationSeconds + warmUpSeconds;
    const environment = commonEnvironment({ ...test, durationSeconds: seconds }, thresholds);
    const of = (target: LoadTarget) => ({
      ...test,
      k6,
      durationSeconds: seconds,
      environment: { ...environment, ...target.environment },
      secrets: target.secrets,
      thresholds,
      expectedOperations: test.plan.operations,
      signal,
    });
    const measured = await measureRounds({
      baseline: of(baselineTarget),
      candidate: of(candidateTarget),
      rounds,
      warmUpSeconds,
      onRound: (round) => test.output.line(`specline: round ${round} of ${rounds}`),
    });
    const complete = Math.min(...measured.operations.map((one) => one.candidate.length));
    const compared =
      measured.operations.length === 0 || complete === 0
        ? { latencies: [], errors: [] }
        : compareRounds(measured.operations, { isPaired: true, random: test.random });
    const verdict = judgeComparison({ ...measured, ...compared, rounds: Number.isFinite(complete) ? complete : 0 });
    return comparisonReport({
      ...test,
      ...measured,
      ...compared,
      verdict,
      baselineServer: baselineTarget.url,
      candidateServer: candidateTarget.url,
      secondsPerRound: durationSeconds,
      k6,
    });
  });
}
