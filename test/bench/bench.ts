import type { Contender } from "./measure";

/** Contenders that do the same job; ratios are printed against the first one. */
export interface Group {
  readonly title: string;
  /** Of the costs; milliseconds if it is not said. */
  readonly unit?: string;
  readonly contenders: readonly Contender[];
}

export interface Bench {
  readonly groups: readonly Group[];
  readonly close: () => void;
}
