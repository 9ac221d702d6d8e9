export const hazardKinds = ["DATA_LOSS", "TABLE_REWRITE", "BLOCKING_INDEX_BUILD", "TABLE_SCAN"] as const;
export type HazardKind = (typeof hazardKinds)[number];

/** Kinds that a plan is refused for unless they are allowed by name. */
export const destructiveKinds: readonly HazardKind[] = ["DATA_LOSS"];

export interface Hazard {
  readonly kind: HazardKind;
  /** What it hits and why it hurts, one line. */
  readonly text: string;
}
