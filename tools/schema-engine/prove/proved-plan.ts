import type { CatalogDifference } from "../../postgres/catalog-snapshot/compare-snapshots";
import type { Hazard } from "../plan/hazard";
import type { PlanPart } from "../plan/plan-part";
import type { Segment } from "../plan/segment";
import type { WayBackRating } from "../plan/way-back-rating";
import type { OpenWindow } from "../windows/open-window";

/** Up turns *from* into *to*, down turns it back; both were tried and compared by the catalog snapshot. */
export interface ProvedPlan {
  readonly engine: string;
  readonly strategy: string;
  readonly up: readonly Segment[];
  readonly down: readonly Segment[];
  /** The same, as versions in the order of application. */
  readonly parts: readonly PlanPart[];
  /** The down of each part brings back what was there before that part, so the way back can begin between two parts. */
  readonly isUndonePerPart: boolean;
  readonly hazards: readonly Hazard[];
  /** Seen between the transactions of the plan and of its way back. */
  readonly windows: readonly OpenWindow[];
  /** By what the statements say and what was seen on rows. */
  readonly wayBack: WayBackRating;
  /** Differences that no migration can remove, such as the order of columns. */
  readonly notes: readonly string[];
}

export interface Unproved {
  readonly engine: string;
  readonly direction: "up" | "down";
  readonly differences: readonly CatalogDifference[];
  /** PostgreSQL's words when a statement failed. */
  readonly failure?: string;
  /** The same of a plan that would have mended the differences. */
  readonly mending?: string;
}
