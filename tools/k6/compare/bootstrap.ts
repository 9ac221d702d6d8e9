import type { Random } from "../../random/random";
import { quantileOfSorted } from "./median";

const resamples = 1_000;

/**
 * How the median of rounds would vary if they were measured again: medians of rounds drawn with replacement, ascending. Rounds are what
 * varies; requests of one round share its luck, and a test on single requests calls any luck a change.
 */
export function bootstrapMedians(rounds: readonly number[], random: Random): readonly number[] {
  return drawnMedians(rounds, random).sort((a, b) => a - b);
}

/** The same for the difference of two sides whose rounds do not belong together in pairs. */
export function bootstrapDifferences(
  candidate: readonly number[],
  baseline: readonly number[],
  random: Random,
): readonly number[] {
  const others = drawnMedians(baseline, random);
  return drawnMedians(candidate, random)
    .map((one, index) => one - (others[index] as number))
    .sort((a, b) => a - b);
}

function drawnMedians(rounds: readonly number[], random: Random): number[] {
  const drawn = new Float64Array(rounds.length);
  return Array.from({ length: resamples }, () => {
    for (let index = 0; index < drawn.length; index++)
      drawn[index] = rounds[random.integer(0, rounds.length - 1)] as number;
    return quantileOfSorted(drawn.sort(), 0.5);
  });
}
