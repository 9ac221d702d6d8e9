import type { Random } from "../../random/random";
import { compareRounds, type ErrorChange, type LatencyChange } from "../compare/compare-rounds";
import type { ApartSection } from "../compare/comparison-report";
import { percent } from "../compare/judge-comparison";
import { sideBySide } from "../compare/measure-rounds";
import { median } from "../compare/median";
import type { Baseline, BaselineRound } from "./baseline";
import { type Environment, environmentDifferences } from "./environment";

export interface BaselineComparison {
  readonly latencies: readonly LatencyChange[];
  readonly errors: readonly ErrorChange[];
  /** Of the operation that has the fewest, on either side. */
  readonly rounds: number;
  /** Why nothing can be said; empty where figures are divided by how far the machine is from what it was. */
  readonly differences: readonly string[];
  readonly apart: Omit<ApartSection, "file">;
}

export interface BaselineComparisonInput {
  readonly baseline: Baseline;
  readonly environment: Environment;
  readonly rounds: readonly BaselineRound[];
  readonly allowsEnvDrift: boolean;
  readonly random: Random;
}

/** A machine that is slower or faster than it was by more than this is another environment. */
const mostDrift = 1.1;

/** Compares rounds with those of an earlier run. Of another environment nothing is said, unless that is allowed. */
export function compareWithBaseline(input: BaselineComparisonInput): BaselineComparison {
  const { baseline, rounds, random } = input;
  const calibration = {
    baseline: baseline.rounds.map((one) => one.calibrationMs),
    candidate: rounds.map((one) => one.calibrationMs),
  };
  const medians = { baseline: median(calibration.baseline), candidate: median(calibration.candidate) };
  const differences = [
    ...environmentDifferences(baseline.environment, input.environment),
    ...driftBetween(medians.baseline, medians.candidate),
  ];
  const divides = differences.length > 0 && input.allowsEnvDrift;
  const isComparable = differences.length === 0 || divides;
  const operations = sideBySide(
    baseline.rounds.map((one) => one.operations),
    rounds.map((one) => one.operations),
  );
  const counts = operations.map((one) => Math.min(one.baseline.length, one.candidate.length));
  const fewest = counts.length === 0 ? 0 : Math.min(...counts);
  const pairing = { kind: "apart", calibration: { ...calibration, divides } } as const;
  const compared = fewest === 0 ? { latencies: [], errors: [] } : compareRounds(operations, { pairing, random });
  return {
    latencies: compared.latencies.map((one) => (isComparable ? one : { ...one, verdict: "inconclusive" })),
    errors: compared.errors.map((one) => (isComparable ? one : { ...one, verdict: "inconclusive" })),
    rounds: fewest,
    differences: isComparable ? [] : differences,
    apart: { measuredAt: baseline.measuredAt, differences, calibrationMs: medians, isDivided: divides },
  };
}

function driftBetween(then: number, now: number): readonly string[] {
  if (Math.max(then / now, now / then) <= mostDrift || Number.isNaN(now)) return [];
  const times = `an echo took ${then.toFixed(3)} ms then and ${now.toFixed(3)} ms now`;
  return [`speed of the machine: ${times} (${percent(now / then)})`];
}
