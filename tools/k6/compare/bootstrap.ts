import type { Random } from "../../random/random";

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

/** Counts how often each rank is drawn, which takes far less time than sorting each draw. */
function drawnMedians(rounds: readonly number[], draws: number, random: Random, blockLength = 1): number[] {
  const { length } = rounds;
  const order = rounds.map((_, index) => index).sort((a, b) => (rounds[a] as number) - (rounds[b] as number));
  const ranks = new Uint32Array(length);
  for (const [rank, index] of order.entries()) ranks[index] = rank;
  const counts = new Uint32Array(length);
  const valueAt = (position: number) => {
    let rank = 0;
    for (let seen = counts[0] as number; seen <= position; seen += counts[rank] as number) rank++;
    return rounds[order[rank] as number] as number;
  };
  return Array.from({ length: draws }, () => {
    counts.fill(0);
    let at = 0;
    for (let index = 0; index < length; index++) {
      at = index % blockLength === 0 ? random.integer(0, length - 1) : (at + 1) % length;
      const rank = ranks[at] as number;
      counts[rank] = (counts[rank] as number) + 1;
    }
    return (valueAt(Math.floor((length - 1) / 2)) + valueAt(Math.ceil((length - 1) / 2))) / 2;
  });
}
