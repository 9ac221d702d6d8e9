import type { Output } from "../report/output";
import type { LoadForm } from "./form/load-form";
import type { FindTarget } from "./in-turn";
import type { ScriptPlan } from "./read-plan";
import type { CheckOption } from "./response-check";

/** Scripts, whom they are sent to, and where the report of it goes. */
export interface ScriptTest {
  readonly workspaceRoot: string;
  readonly project: string;
  readonly target: string;
  readonly output: Output;
  readonly scriptPaths: readonly string[];
  readonly plan: ScriptPlan;
  /** Said before anything is sent. */
  readonly notes?: readonly string[];
  /** Of operations, the variables whose keys they may be sent with. */
  readonly keyed?: Readonly<Record<string, readonly string[]>>;
  readonly findTarget: FindTarget;
}

/** What a run is held to. */
export interface Limits {
  readonly p95Ms?: number;
  readonly p99Ms?: number;
  /** 0 to 1. */
  readonly errorRate?: number;
}

/** The same load for a time. */
export interface SteadyLoad {
  readonly durationSeconds: number;
  /** Iterations per second; without it `concurrency` users go on as fast as they can. */
  readonly rate?: number;
  readonly concurrency?: number;
}

export interface LoadTest extends ScriptTest, Limits {
  readonly form: LoadForm;
  /** All that is sent, to prepare and to clean up as well, is no more than this. */
  readonly maxRequests?: number;
  /** Processes of k6 that share the load; absent: one. */
  readonly instances?: number;
  /** Of responses; absent: nothing is known that they could be held against. */
  readonly check?: CheckOption;
}
