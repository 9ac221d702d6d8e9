import { quantile } from "./median";

export interface Draw {
  /** At least `minimum`, at most `maximum`. */
  readonly integer: (minimum: number, maximum: number) => number;
}

const resamples = 1_000;

/**
 * How the median of rounds would vary if they were measured again: medians of rounds drawn with replacement, ascending. Rounds are what
 * varies; requests of one round share its luck, and a test on single requests calls any luck a change.
 */
export function bootstrapMedians(rounds: readonly number[], draw: Draw): readonly number[] {
  return drawnMedians(rounds, draw).sort((a, b) => a - b);
}

/** The same for the difference of two sides whose rounds do not belong together in pairs. */
export function bootstrapDifferences(
  candidate: readonly number[],
  baseline: readonly number[],
  draw: Draw,
): readonly number[] {
  const others = drawnMedians(baseline, draw);
  return drawnMedians(candidate, draw)
    .map((one, index) => one - (others[index] as number))
    .sort((a, b) => a - b);
}

function drawnMedians(rounds: readonly number[], draw: Draw): number[] {
  const drawn = new Float64Array(rounds.length);
  return Array.from({ length: resamples }, () => {
    for (let index = 0; index < drawn.length; index++)
      drawn[index] = rounds[draw.integer(0, rounds.length - 1)] as number;
    return quantile(drawn.sort(), 0.5);
  });
}
