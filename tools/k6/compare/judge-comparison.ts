import type { Measured } from "../measure";
import type { VerdictWord } from "../verdict";
import type { ChangeWord, ErrorChange, LatencyChange } from "./compare-rounds";

export interface ComparisonVerdict {
  readonly verdict: ChangeWord | VerdictWord;
  readonly success: boolean;
  readonly reasons: readonly string[];
}

/** Fewer rounds cannot show anything. */
const fewestRounds = 6;

export interface JudgedComparison {
  readonly baseline: Measured;
  readonly candidate: Measured;
  readonly latencies: readonly LatencyChange[];
  readonly errors: readonly ErrorChange[];
  /** In which both sides were measured, of the operation that has the fewest. */
  readonly rounds: number;
}

/** A run that could not measure one of the sides compares nothing, and fails for that reason. */
export function judgeComparison(input: JudgedComparison): ComparisonVerdict {
  for (const side of ["baseline", "candidate"] as const) {
    const { verdict } = input[side];
    if (!verdict.success) {
      const reasons = verdict.reasons.map((one) => `${side}: ${one}`);
      return { verdict: verdict.verdict, success: false, reasons };
    }
  }
  if (input.rounds < fewestRounds) {
    const reason = `both sides were measured in ${input.rounds} rounds only; it takes ${fewestRounds}`;
    return { verdict: "no-samples", success: false, reasons: [reason] };
  }
  const changes = [...input.latencies, ...input.errors];
  const of = (word: ChangeWord) => changes.filter(({ verdict }) => verdict === word);
  for (const word of ["regressed", "inconclusive", "improved"] as const) {
    const found = of(word);
    if (found.length > 0) return { verdict: word, success: word !== "regressed", reasons: found.map(sentence) };
  }
  return { verdict: "equivalent", success: true, reasons: ["no change beyond the margins, of any operation"] };
}

function sentence(change: LatencyChange | ErrorChange): string {
  const { operation, metric, interval } = change;
  if (metric === "errors") {
    const [low, high] = interval.map((one) => points(one));
    return `${operation}: errors ${points(change.baseline)} → ${points(change.candidate)} (difference ${low} to ${high})`;
  }
  const { baselineMs, candidateMs, ratio, smallestVisible, verdict } = change;
  const [low, high] = interval.map(percent);
  const what = `${operation}: ${metric} ${baselineMs.toFixed(2)} → ${candidateMs.toFixed(2)} ms, ${percent(ratio)} (${low} to ${high})`;
  return verdict === "inconclusive"
    ? `${what}: cannot be told; a change of ${percent(smallestVisible)} could have been seen`
    : what;
}

/** `1.2` → `+20.0 %` */
export function percent(ratio: number): string {
  const value = (ratio - 1) * 100;
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(1)} %`;
}

function points(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
