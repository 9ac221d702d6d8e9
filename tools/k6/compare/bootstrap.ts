import type { Random } from "../../random/random";
import { quantileOfSorted } from "./median";

/**
 * How the median of rounds would vary if they were measured again: medians of rounds drawn with replacement, ascending. Rounds are what
 * varies; requests of one round share its luck, and a test on single requests calls any luck a change.
 */
export function bootstrapMedians(rounds: readonly number[], draws: number, random: Random): readonly number[] {
  return drawnMedians(rounds, draws, random).sort((a, b) => a - b);
}

/**
 * The same for the difference of two sides that were measured at different times, so that their rounds do not belong together in pairs.
 * Then what disturbs the machine for some rounds in a row does not cancel out: rounds are drawn in runs of neighbours (Politis and Romano
 * 1992, the circular block bootstrap), or the interval would be too narrow.
 *
 * @returns in the order in which they were drawn
 */
export function bootstrapDifferences(
  candidate: readonly number[],
  baseline: readonly number[],
  draws: number,
  random: Random,
): readonly number[] {
  const others = drawnMedians(baseline, draws, random, neighbours);
  return drawnMedians(candidate, draws, random, neighbours).map((one, index) => one - (others[index] as number));
}

const neighbours = 4;

function drawnMedians(rounds: readonly number[], draws: number, random: Random, blockLength = 1): number[] {
  const drawn = new Float64Array(rounds.length);
  return Array.from({ length: draws }, () => {
    let at = 0;
    for (let index = 0; index < drawn.length; index++) {
      at = index % blockLength === 0 ? random.integer(0, rounds.length - 1) : (at + 1) % rounds.length;
      drawn[index] = rounds[at] as number;
    }
    return quantileOfSorted(drawn.sort(), 0.5);
  });
}
