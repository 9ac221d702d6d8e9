export interface Share {
  readonly count: number;
  readonly of: number;
}

/** Two-sided 95 % of the standard normal distribution. */
const z = 1.959964;

/**
 * Interval of the difference of two shares, candidate less baseline, at 95 %: Newcombe's hybrid score interval (1998, "Interval estimation for the
 * difference between independent proportions", method 10), which holds for shares near 0, too.
 */
export function differenceOfShares(candidate: Share, baseline: Share): readonly [low: number, high: number] {
  const [a, b] = [candidate.count / candidate.of, baseline.count / baseline.of];
  const [lowA, highA] = wilson(candidate);
  const [lowB, highB] = wilson(baseline);
  const difference = a - b;
  return [
    difference - Math.sqrt((a - lowA) ** 2 + (highB - b) ** 2),
    difference + Math.sqrt((highA - a) ** 2 + (b - lowB) ** 2),
  ];
}

/** Wilson's score interval of one share, at 95 %. */
export function wilson({ count, of }: Share): readonly [low: number, high: number] {
  const share = count / of;
  const centre = share + z ** 2 / (2 * of);
  const spread = z * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2));
  const scale = 1 + z ** 2 / of;
  return [(centre - spread) / scale, (centre + spread) / scale];
}
