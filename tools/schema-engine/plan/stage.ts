import type { Segment } from "./segment";

/**
 * Parts of a plan that are taken back as one: those after the first only finish what it has begun, so the way back of the whole must work
 * after each of them.
 */
export interface Stage {
  /** In the order of application. */
  readonly parts: readonly Segment[];
  /** Bare names of objects that are there only after some of the parts. */
  readonly unsure: readonly string[];
  /** Statements of the way back that remove what is there only between parts. */
  readonly cleaning: readonly string[];
  /** What takes it back, in the order of going down, where that is known; else the engine plans it. */
  readonly undo?: readonly Segment[];
}
