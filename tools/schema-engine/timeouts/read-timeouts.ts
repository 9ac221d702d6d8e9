import type { Timeouts } from "../../workspace/project-config";
import { defaultTimeouts } from "./default-timeouts";

const names = Object.keys(defaultTimeouts) as (keyof Timeouts)[];

/** What specline.json gives, over the defaults, or why it cannot be. */
export function readTimeouts(given: unknown): Timeouts | string {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return '"timeouts" is not an object';
  const timeouts: Record<keyof Timeouts, number> = { ...defaultTimeouts };
  for (const [name, value] of Object.entries(given)) {
    const known = names.find((one) => one === name);
    if (known === undefined) return `"timeouts" has no "${name}", only ${names.join(", ")}`;
    if (!isMilliseconds(value)) return `"timeouts.${name}" is no number of milliseconds from 0 to 2147483647`;
    timeouts[known] = value;
  }
  return (
    neverSaid(timeouts, "lockMs", "statementMs") ?? neverSaid(timeouts, "longLockMs", "longStatementMs") ?? timeouts
  );
}

function isMilliseconds(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 2_147_483_647;
}

/** "It is rather pointless to set lock_timeout to the same or larger value" (PostgreSQL manual, `lock_timeout`). */
function neverSaid(timeouts: Timeouts, lock: keyof Timeouts, statement: keyof Timeouts): string | undefined {
  const [wait, whole] = [timeouts[lock], timeouts[statement]];
  return whole > 0 && (wait === 0 || wait >= whole)
    ? `"timeouts.${lock}" (${wait}) is not below "timeouts.${statement}" (${whole}), so a lock that is not free would look like a slow statement`
    : undefined;
}
