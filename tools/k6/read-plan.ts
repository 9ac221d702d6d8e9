import type { Slo } from "./slo";

/** What a generated script says about itself (`export const plan = {…};`, plain JSON). */
export interface ScriptPlan {
  /** operationIds that every iteration calls; without the keys that only the user has. */
  readonly operations: readonly string[];
  readonly skipped: readonly { readonly operation: string; readonly reason: string }[];
  /** At most. Of several scripts: of one iteration of each. */
  readonly requestsPerIteration: number;
  /** Of operations that have some, by operationId. */
  readonly slos?: Readonly<Record<string, Slo>>;
  /** By name of the security scheme. */
  readonly keys?: Readonly<Record<string, PlanKey>>;
  /** What is called with all keys; absent: no more than without. */
  readonly withKeys?: {
    readonly operations: readonly string[];
    readonly skipped: ScriptPlan["skipped"];
    readonly requestsPerIteration: number;
    /** Names of schemes by operationId: any of these lists of keys will do. */
    readonly needs?: Readonly<Record<string, readonly (readonly string[])[]>>;
  };
}

/** Where a key comes from and how it is sent. */
export interface PlanKey {
  /** Of the environment. */
  readonly variable: string;
  readonly in: "header" | "query" | "cookie" | "basic" | "bearer";
  /** Of the header, the parameter or the cookie. */
  readonly name?: string;
}

/** `undefined`: the script is none of ours; then nothing is known of what it should call. */
export function readPlan(script: string): ScriptPlan | undefined {
  const text = /^export const plan = (\{[\s\S]*?\n\});$/m.exec(script)?.[1];
  return text === undefined ? undefined : (JSON.parse(text) as ScriptPlan);
}
