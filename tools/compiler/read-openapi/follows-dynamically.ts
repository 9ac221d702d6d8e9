import { valueKeywords } from "./identifiers";
import type { Located } from "./located";
import type { Reading } from "./reading";
import { resolveReference } from "./resolve-reference";

/**
 * Whether a `$dynamicRef` is reached from the place, so that its meaning can depend on where it is reached from.
 */
export function followsDynamically(reading: Reading, start: Located): boolean {
  const seen = new Set<unknown>();
  const queue = [start];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (typeof at.value !== "object" || seen.has(at.value)) continue;
    seen.add(at.value);
    if (typeof at.get("$dynamicRef")?.value === "string") return true;
    const reference = at.get("$ref");
    const target = typeof reference?.value === "string" ? resolveReference(reading, reference) : undefined;
    if (target !== undefined) queue.push(target.value);
    const members = at.entries().filter(([key]) => !valueKeywords.has(key));
    queue.push(...at.items(), ...members.map(([, member]) => member));
  }
  return false;
}
