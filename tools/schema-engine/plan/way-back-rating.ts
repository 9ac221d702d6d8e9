/** How good a way back is: it brings everything back, it loses data, or it fails as soon as there are rows. The worst is last. */
export const downRatings = ["lossless", "lossy", "irreversible"] as const;
export type DownRating = (typeof downRatings)[number];

export interface DownLoss {
  /** Table, column or other object, as the catalog snapshot names it. */
  readonly object: string;
  /** One line. */
  readonly text: string;
}

export interface WayBackRating {
  readonly rating: DownRating;
  /** Each object once for each way in which it loses data; empty unless `lossy` or `irreversible`. */
  readonly losses: readonly DownLoss[];
}

export function worstRating(ratings: readonly DownRating[]): DownRating {
  return ratings.reduce(
    (worst, one) => (downRatings.indexOf(one) > downRatings.indexOf(worst) ? one : worst),
    "lossless",
  );
}
