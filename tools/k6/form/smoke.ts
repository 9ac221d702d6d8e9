import type { Stage } from "./stage";

/** One user calls every operation once. What is measured is whether it works; one request says nothing about latency. */
export interface Smoke {
  readonly kind: "smoke";
}

/** After a minute an iteration that has not ended counts as failed. */
const mostSeconds = 60;

export function smokeStages(): readonly Stage[] {
  return [{ name: "smoke", startSeconds: 0, seconds: mostSeconds, pace: { kind: "once" } }];
}
