/** Every word that a load test can end with. In each group the first that holds is said, and the first group is asked before the others. */
export const verdictWords = [
  // How the run went, whatever was asked of it (verdict.ts).
  "incomplete",
  "canceled",
  "script-failed",
  "request-limit",
  "script-errors",
  "no-samples",
  "generator-bound",
  "no-response",
  "contract-broken",
  "thresholds-crossed",
  // Of spikes and soaks (form/), and of steps (scaling/judge-scaling.ts).
  "not-recovered",
  "drifted",
  "unconfirmed",
  "not-identified",
  // Of comparisons (compare/judge-comparison.ts).
  "regressed",
  "inconclusive",
  "improved",
  "equivalent",
  // Of attacks, the worst first (attack/attack-verdict.ts).
  "attack-crashed",
  "attack-leaked",
  "attack-accepted",
  "attack-undocumented",
  "attack-limited",
  "good-traffic-hurt",
  // Of rate limits (rate-limit/limit-verdict.ts), which may also be not-recovered.
  "failed-under-burst",
  "never-limited",
  "limited-without-retry-after",
  "limited-without-headers",
  "passed",
] as const;

export type VerdictWord = (typeof verdictWords)[number];
