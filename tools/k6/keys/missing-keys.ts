import type { ChosenPlan } from "./choose-flow";

/**
 * What is said before anything is sent: which operations are left out for want of which keys, one line for each want.
 *
 * @param otherVariables that begin like keys and are set, but are no scheme's
 */
export function missingKeys(
  { closed }: Pick<ChosenPlan, "closed">,
  otherVariables: readonly string[],
): readonly string[] {
  const byNeed = new Map<string, string[]>();
  for (const [operation, needed] of Object.entries(closed))
    byNeed.set(needed, [...(byNeed.get(needed) ?? []), operation]);
  const lines = [...byNeed].map(([needed, operations]) =>
    needed === ""
      ? `left out, since more can be called without the keys that are set: ${operations.join(", ")}`
      : `left out, for want of ${needed}: ${operations.join(", ")}`,
  );
  if (lines.length === 0 || otherVariables.length === 0) return lines;
  return [...lines, `set, but no key of these operations: ${otherVariables.join(", ")}`];
}

export const keyPrefix = "SPECLINE_KEY_";
/** Of the other server of a comparison. */
const otherKeyPrefix = "SPECLINE_COMPARE_KEY_";

export function otherVariable(variable: string): string {
  return `${otherKeyPrefix}${variable.slice(keyPrefix.length)}`;
}
