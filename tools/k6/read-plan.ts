import type { Slo } from "./slo";

/** What a generated script says about itself (`export const plan = {…};`, plain JSON). */
export interface ScriptPlan {
  /** operationIds that every iteration calls. */
  readonly operations: readonly string[];
  readonly skipped: readonly { readonly operation: string; readonly reason: string }[];
  /** At most. Of several scripts: of one iteration of each. */
  readonly requestsPerIteration: number;
  /** Of operations that have some, by operationId. */
  readonly slos?: Readonly<Record<string, Slo>>;
}

/** `undefined`: the script is none of ours; then nothing is known of what it should call. */
export function readPlan(script: string): ScriptPlan | undefined {
  const text = /^export const plan = (\{[\s\S]*?\n\});$/m.exec(script)?.[1];
  return text === undefined ? undefined : (JSON.parse(text) as ScriptPlan);
}
