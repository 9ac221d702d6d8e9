import type { Advice } from "./scaling";

/** Of what an instance bears, the rest is for what a mean does not show: peaks, a deployment, an instance that is gone. */
const usedShare = 0.7;

/**
 * @param target requests per second
 * @param borne requests per second that one instance bore in a hold
 */
export function countInstances(target: number, borne: number): Advice {
  const perInstance = borne * usedShare;
  return {
    instances: Math.ceil(target / perInstance),
    perInstance,
    assumptions: [
      `one instance bore ${borne.toFixed(1)} requests/s on this machine; ${Math.round(usedShare * 100)} % of that is planned with`,
      "instances share nothing: what is behind all of them, such as the database, bears the sum",
      "the mix of operations is that of this load test",
    ],
  };
}
