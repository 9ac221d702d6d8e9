import type { CatalogDifference } from "../../postgres/catalog-snapshot/compare-snapshots";
import type { Hazard } from "../plan/hazard";
import type { Segment } from "../plan/segment";

/** Up turns *from* into *to*, down turns it back; both were tried and compared by the catalog snapshot. */
export interface ProvedPlan {
  readonly engine: string;
  readonly strategy: string;
  readonly up: readonly Segment[];
  readonly down: readonly Segment[];
  readonly hazards: readonly Hazard[];
  /** Why going down loses data; empty when it loses none. */
  readonly downLosses: readonly string[];
  /** Differences that no migration can remove, such as the order of columns. */
  readonly notes: readonly string[];
}

export interface Unproved {
  readonly engine: string;
  readonly direction: "up" | "down";
  readonly differences: readonly CatalogDifference[];
  /** PostgreSQL's words when a statement failed. */
  readonly failure?: string;
}
