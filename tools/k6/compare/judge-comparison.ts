import type { Measured } from "../measure";
import type { VerdictWord } from "../verdict";
import type { ChangeWord, ErrorChange, LatencyChange } from "./compare-rounds";

export interface ComparisonVerdict {
  readonly verdict: ChangeWord | VerdictWord;
  readonly success: boolean;
  readonly reasons: readonly string[];
}

/** The mildest verdict with which a comparison fails. */
export type FailOn = "regressed" | "inconclusive";

/** Fewer rounds cannot show anything. */
export const fewestRounds = 6;
/** More are not asked for: if so many cannot tell, the change is about as large as the margin. */
export const mostRounds = 200;

export interface JudgedComparison {
  /** What was measured now, by the names under which reasons speak of it. */
  readonly sides: Readonly<Record<string, Measured>>;
  readonly latencies: readonly LatencyChange[];
  readonly errors: readonly ErrorChange[];
  /** In which both sides were measured, of the operation that has the fewest. */
  readonly rounds: number;
  /** Why figures of the two sides cannot be compared, whatever they are. */
  readonly differences: readonly string[];
  readonly failOn: FailOn;
}

/** A run that could not measure one of the sides compares nothing, and fails for that reason. */
export function judgeComparison(input: JudgedComparison): ComparisonVerdict {
  for (const [side, { verdict }] of Object.entries(input.sides)) {
    if (!verdict.success) {
      const reasons = verdict.reasons.map((one) => `${side}: ${one}`);
      return { verdict: verdict.verdict, success: false, reasons };
    }
  }
  if (input.rounds < fewestRounds) {
    const reason = `both sides were measured in ${input.rounds} rounds only; it takes ${fewestRounds}`;
    return { verdict: "no-samples", success: false, reasons: [reason] };
  }
  const judged = (verdict: ChangeWord, reasons: readonly string[]) => {
    const success = verdict !== "regressed" && !(verdict === "inconclusive" && input.failOn === "inconclusive");
    return { verdict, success, reasons };
  };
  if (input.differences.length > 0)
    return judged(
      "inconclusive",
      input.differences.map((one) => `environment differs: ${one}`),
    );
  const changes = [...input.latencies, ...input.errors];
  for (const word of ["regressed", "inconclusive", "improved"] as const) {
    const found = changes.filter(({ verdict }) => verdict === word);
    if (found.length > 0)
      return judged(
        word,
        found.map((one) => sentence(one, input.rounds)),
      );
  }
  return judged("equivalent", ["no change beyond the margins, of any operation"]);
}

function sentence(change: LatencyChange | ErrorChange, rounds: number): string {
  const { operation, interval, verdict } = change;
  const shown = change.metric === "errors" ? points : percent;
  const [low, high] = interval.map(shown);
  const what =
    change.metric === "errors"
      ? `${operation}: errors ${points(change.baseline)} → ${points(change.candidate)} (difference ${low} to ${high})`
      : `${operation}: ${change.metric} ${change.baselineMs.toFixed(2)} → ${change.candidateMs.toFixed(2)} ms, ${percent(change.ratio)} (${low} to ${high})`;
  if (verdict !== "inconclusive") return what;
  const visible = isBeyond(change)
    ? "beyond the margin by itself, but among so many figures one such may be luck"
    : `cannot be told; a change of ${shown(change.smallestVisible)} could have been seen`;
  return `${what}: ${visible}; ${moreRounds(change.roundsNeeded, rounds)}`;
}

/** What holds of one figure and not of all together (Holm). */
function isBeyond(change: LatencyChange | ErrorChange): boolean {
  if (change.metric === "errors") return false;
  const [low, high] = change.interval;
  return low > 1 + change.margin || high < 1 / (1 + change.margin);
}

function moreRounds(needed: number, rounds: number): string {
  return needed > mostRounds
    ? "more rounds will hardly tell: the change is about as large as the margin, or rounds differ too much"
    : `about ${Math.max(needed, rounds + 1)} rounds would tell`;
}

/** `1.2` → `+20.0 %` */
export function percent(ratio: number): string {
  const value = (ratio - 1) * 100;
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(1)} %`;
}

function points(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
