import type { Stage } from "./stage";
import { afterWarmUp } from "./steady";

/** The same rate for long, to see what only time brings: leaks, growing tables, full caches. */
export interface Soak {
  readonly kind: "soak";
  readonly iterationsPerSecond: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

export function soakStages({ iterationsPerSecond, warmUpSeconds, seconds }: Soak): readonly Stage[] {
  const pace = { kind: "rate", iterationsPerSecond } as const;
  return afterWarmUp(warmUpSeconds, pace, [{ name: "soak", startSeconds: 0, seconds, pace }]);
}
