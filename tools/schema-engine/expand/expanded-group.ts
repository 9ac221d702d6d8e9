import type { PlanSide } from "../prove/plan-side";
import type { ColumnChange } from "./column-change";
import type { Expansion } from "./expansion";

/** A group of columns that have their new types in `after`. */
export interface ExpandedGroup {
  readonly changes: readonly ColumnChange[];
  readonly before: PlanSide;
  readonly after: PlanSide;
  readonly expansion: Expansion;
}
