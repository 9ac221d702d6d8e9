/** What a generated script says about itself (`export const plan = {…};`, plain JSON). */
export interface ScriptPlan {
  /** operationIds that every iteration calls. */
  readonly operations: readonly string[];
  readonly skipped: readonly { readonly operation: string; readonly reason: string }[];
}

/** `undefined`: the script is none of ours; then nothing is known of what it should call. */
export function readPlan(script: string): ScriptPlan | undefined {
  const text = /^export const plan = (\{[\s\S]*?\n\});$/m.exec(script)?.[1];
  return text === undefined ? undefined : (JSON.parse(text) as ScriptPlan);
}
