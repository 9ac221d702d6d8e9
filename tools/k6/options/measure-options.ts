import type { FailOn } from "../compare/judge-comparison";
import type { CheckOption } from "../response-check";

/** Options of `load` and `loadtest`, but for those that say what is sent (executors/load/). */
export interface MeasureOptions extends AmountOptions, JudgedOptions, ComparedOptions {}

/** How much is sent, and how. */
export interface AmountOptions {
  /** Default: load. */
  readonly scenario?: string;
  /** The same as the scenario `ratelimit`. */
  readonly expectRateLimit?: boolean;
  /** Iterations per second; of a burst requests per second. */
  readonly rate?: number;
  /** Users at once. */
  readonly concurrency?: number;
  readonly duration?: string | number;
  readonly warmup?: string | number;
  readonly steps?: string | number;
  readonly peak?: number;
  readonly hold?: string | number;
  readonly targetRps?: number;
  readonly maxRequests?: number;
  /** Processes of k6 on this machine; with `merge` files of samples. */
  readonly instances?: number;
  /** Files of samples that runners on other machines wrote: nothing is sent. */
  readonly merge?: string | readonly string[];
}

/** What it is held to. */
export interface JudgedOptions {
  readonly p95Ms?: number;
  readonly p99Ms?: number;
  /** 0 to 1. */
  readonly errorRate?: number;
  /** Which responses are held against the description of the API. */
  readonly check?: CheckOption;
}

/** What it is compared with, and what later runs may be compared with. */
export interface ComparedOptions {
  readonly compareUrl?: string;
  /** Bearer token of the server there, as `env:NAME`. */
  readonly compareToken?: string;
  readonly baseline?: string | number;
  readonly saveBaseline?: string | number;
  readonly allowEnvDrift?: boolean;
  readonly failOn?: FailOn;
  readonly rounds?: number;
}
