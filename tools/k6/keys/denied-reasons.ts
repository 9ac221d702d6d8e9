import type { Summary } from "../summary";

/** Operations that were denied although a key was sent with them, with the variables that it may have come from. */
export function deniedReasons(
  { operations }: Pick<Summary, "operations">,
  keyed: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  const byKeys = new Map<string, string[]>();
  for (const { operation, statuses, requests } of operations) {
    const denied = (statuses["401"] ?? 0) + (statuses["403"] ?? 0);
    const variables = (Object.hasOwn(keyed, operation) ? keyed[operation] : undefined)?.join(" and ");
    if (variables === undefined || denied === 0) continue;
    byKeys.set(variables, [...(byKeys.get(variables) ?? []), `${operation} ${denied} of ${requests}`]);
  }
  return [...byKeys].map(
    ([variables, denied]) => `the service denies what is sent with ${variables} (401 or 403): ${denied.join(", ")}`,
  );
}
