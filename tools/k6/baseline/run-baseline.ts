import { resolve } from "node:path";
import type { Random } from "../../random/random";
import { printable } from "../../report/printable";
import { problem } from "../../report/problem";
import { writeFileAtomically } from "../../workspace/write-file-atomically";
import { comparisonReport } from "../compare/comparison-report";
import { type FailOn, fewestRounds, judgeComparison } from "../compare/judge-comparison";
import { comparedEnvironment, comparedThresholds, warmUpSeconds } from "../compare/run-comparison";
import type { Pace } from "../form/stage";
import { inTurn } from "../in-turn";
import { loadReport } from "../load-report";
import type { Limits, ScriptTest, SteadyLoad } from "../load-test";
import { measuredHere } from "../measured-place";
import { sampledByScript } from "../response-check";
import { paceOf } from "../run-load-test";
import type { Baseline, Subject } from "./baseline";
import { compareWithBaseline } from "./compare-with-baseline";
import { environmentDifferences, environmentOf, type MeasuredFiles } from "./environment";
import { measureBesideEcho } from "./measure-beside-echo";
import { baselineText } from "./write-baseline";

export interface BaselineTest extends ScriptTest, SteadyLoad, Limits {
  readonly rounds: number;
  readonly subject: Subject;
  readonly files: MeasuredFiles;
  /** What is compared with. */
  readonly baseline?: { readonly path: string; readonly value: Baseline };
  /** Where this measurement is kept, relative to the workspace. */
  readonly savePath?: string;
  readonly allowsEnvDrift: boolean;
  readonly failOn: FailOn;
  /** Setting of scripts by which each run bounds itself. */
  readonly bound: Readonly<Record<string, string>>;
  readonly random: Random;
}

/** Measures rounds beside an echo server; compares them with those of a file, keeps them in one, or both. */
export function runBaseline(test: BaselineTest): Promise<{ success: boolean }> {
  return inTurn({ ...test, findTargets: [test.findTarget] }, async ({ k6, targets: [target], signal }) => {
    const { baseline, savePath, durationSeconds, output } = test;
    const place = measuredHere();
    const environment = environmentOf(k6, test.files);
    announceDifferences(
      test,
      baseline === undefined ? [] : environmentDifferences(baseline.value.environment, environment),
    );
    const seconds = durationSeconds + warmUpSeconds;
    const minutes = (test.rounds * (test.scriptPaths.length * (seconds + 1.5) + 3.5)) / 60;
    output.line(
      `specline: ${test.rounds} rounds, ${paceOf(test)} for ${durationSeconds} s each; about ${Math.ceil(minutes)} min`,
    );
    // A baseline of failures would let everything pass later.
    const mostErrors = savePath === undefined ? comparedThresholds.errorRate : 0.01;
    const { p95Ms = comparedThresholds.p95Ms, p99Ms, errorRate = mostErrors } = test;
    const thresholds = { p95Ms, ...(p99Ms === undefined ? {} : { p99Ms }), errorRate, isAsked: true };
    const request = {
      ...test,
      k6,
      durationSeconds: seconds,
      environment: { ...comparedEnvironment(test, seconds), ...test.bound, ...target.environment },
      secrets: target.secrets,
      thresholds,
      expectedOperations: test.plan.operations,
      signal,
    };
    const { calibration, candidate, rounds } = await measureBesideEcho(request, test.rounds, (round) =>
      output.line(`specline: round ${round} of ${test.rounds}`),
    );
    const sides = { calibration: calibration.measured, candidate: candidate.measured };
    const isWhole = Object.values(sides).every((one) => one.verdict.success) && rounds.length >= fewestRounds;
    if (savePath !== undefined && isWhole) {
      const load = { rate: test.rate ?? null, concurrency: test.concurrency ?? null, secondsPerRound: durationSeconds };
      const measuredAt = new Date().toISOString();
      const text = baselineText({ measuredAt, server: target.url, subject: test.subject, load, environment, rounds });
      const failure = write(resolve(test.workspaceRoot, savePath), text);
      if (failure !== undefined) return [problem("load/baseline-not-written", { path: savePath, reason: failure })];
    }
    const kept = savePath === undefined ? [] : [isWhole ? `kept in ${savePath}` : `nothing is kept in ${savePath}`];
    if (baseline === undefined) {
      const { verdict } = sides.calibration.verdict.success ? sides.candidate : sides.calibration;
      return loadReport({
        ...test,
        ...sides.candidate,
        verdict: { ...verdict, reasons: [...verdict.reasons, ...kept.map((one) => `${rounds.length} rounds: ${one}`)] },
        durationSeconds: seconds * rounds.length,
        form: { kind: "load", pace: steadyPace(test), warmUpSeconds: 0, seconds: seconds * rounds.length },
        thresholds,
        server: target.url,
        measured: place,
        k6,
        // Rounds are sent by scripts as they are, which check a sample themselves.
        check: test.subject.kind === "api" ? sampledByScript : undefined,
      });
    }
    const { allowsEnvDrift, random, failOn } = test;
    const compared = compareWithBaseline({ baseline: baseline.value, environment, rounds, allowsEnvDrift, random });
    const verdict = judgeComparison({ ...compared, sides, failOn });
    return comparisonReport({
      ...test,
      ...compared,
      verdict: { ...verdict, reasons: [...verdict.reasons, ...kept] },
      baseline: { server: baseline.value.server, requests: requestsIn(baseline.value) },
      candidate: { server: target.url, requests: candidate.measured.summary.total.requests },
      apart: { file: baseline.path, ...compared.apart },
      secondsPerRound: durationSeconds,
      k6,
    });
  });
}

function steadyPace({ rate, concurrency }: BaselineTest): Pace {
  if (rate === undefined) return { kind: "users", users: concurrency ?? 1 };
  return { kind: "rate", iterationsPerSecond: rate, ...(concurrency === undefined ? {} : { users: concurrency }) };
}

/** Said before minutes of load, which may then be saved. */
function announceDifferences({ output, allowsEnvDrift }: BaselineTest, differences: readonly string[]): void {
  for (const one of differences) output.line(`specline: environment differs: ${printable(one)}`);
  if (differences.length > 0)
    output.line(
      allowsEnvDrift
        ? "specline: figures will be divided by the speed of the two machines, with wider margins"
        : "specline: the verdict will be inconclusive; measure a baseline here, or add --allow-env-drift",
    );
}

function requestsIn({ rounds }: Baseline): number {
  return rounds.flatMap((one) => [...one.operations.values()]).reduce((sum, { latency }) => sum + latency.count, 0);
}

/** Why it cannot be written. */
function write(path: string, text: string): string | undefined {
  try {
    writeFileAtomically(path, text);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return code;
  }
}
