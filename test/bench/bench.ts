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

/** Of the command line; what is not said a suite fills in. */
export interface BenchOptions {
  readonly rounds: number | undefined;
  /** Part of a group's title; empty: all of them. */
  readonly part: string;
  readonly rows: number | undefined;
}

/** What a file in `suites/` exports: contenders that are measured in turns, or a run that has its own way to judge and to print. */
export type Suite =
  | { readonly open: () => Promise<Bench> }
  | { readonly run: (options: BenchOptions) => Promise<void> };
