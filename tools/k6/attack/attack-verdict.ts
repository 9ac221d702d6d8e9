import type { Verdict } from "../verdict";
import { type AttackResults, type CaseResult, isFinding } from "./attack-result";
import { findings, type Outcome } from "./judge-answer";

const what: Readonly<Record<string, string>> = {
  crashed: "made the service fail",
  leaked: "got an answer that tells too much",
  accepted: "were accepted though they are wrong",
  undocumented: "were refused otherwise than the description or HTTP says",
};

/**
 * What an attack has shown, the worst first.
 *
 * @param before the usual flow alone; @param during the same beside the attack. Absent: the flow could not be sent at all
 * @param hasFlow whether the usual flow calls any operation at all
 * @param isBounded whether the bound of requests ended it before everything was sent once
 */
export function attackVerdict(
  results: AttackResults,
  before: Verdict | undefined,
  during: Verdict | undefined,
  isBounded = false,
  hasFlow = true,
): Verdict {
  const fail = (verdict: Verdict["verdict"], reasons: readonly string[]) => ({
    verdict,
    success: false,
    reasons,
  });
  const canceled = [during, before].find((one) => one?.verdict === "canceled");
  if (canceled !== undefined) return fail("canceled", canceled.reasons);
  const bounded = isBounded ? [...new Set(results.notAttacked.map((one) => one.reason))].slice(-1) : [];
  if (isBounded && results.cases.length === 0) return fail("request-limit", ["nothing was attacked", ...bounded]);
  if ((hasFlow && (before === undefined || during === undefined)) || results.cases.length === 0)
    return fail(before?.success === false ? before.verdict : "no-samples", [
      "no valid request could be recorded, so nothing wrong could be made of one; nothing was attacked",
      ...(before?.reasons ?? []),
    ]);
  const found = findings.flatMap((outcome) => {
    const cases = results.cases.filter((one) => one.outcome === outcome);
    return cases.length === 0 ? [] : [{ outcome, cases }];
  });
  const traffic = before === undefined || during === undefined ? [] : trafficReasons(before, during);
  const worst = found[0];
  if (worst !== undefined)
    return fail(`attack-${worst.outcome}`, [
      ...found.map(({ outcome, cases }) => reasonFor(outcome, cases, results.cases.length)),
      ...traffic,
    ]);
  const limited = results.cases.filter((one) => one.outcome === "limited");
  if (limited.length > 0)
    return fail("attack-limited", [
      `${limited.length} of ${results.cases.length} wrong requests were answered 429 or 503, which says nothing about them: lift the rate limit for this run`,
      ...traffic,
    ]);
  if (isBounded) return fail("request-limit", ["not every operation was attacked", ...bounded, ...traffic]);
  if (before?.success === false) return fail(before.verdict, traffic);
  if (during?.success === false)
    return fail(during.verdict === "thresholds-crossed" ? "good-traffic-hurt" : during.verdict, traffic);
  const refusals = results.cases.filter((one) => one.outcome === "refused").length;
  return {
    verdict: "passed",
    success: true,
    reasons: [
      `${refusals} wrong requests were refused as they should be`,
      `${results.cases.length - refusals} that the description does not forbid did no harm`,
      ...(during?.reasons.map((reason) => `good traffic beside: ${reason}`) ?? [
        "there was no good traffic beside: the usual flow calls none of these operations",
      ]),
    ],
  };
}

function trafficReasons(before: Verdict, during: Verdict): readonly string[] {
  if (!before.success) return before.reasons.map((reason) => `good traffic before the attack: ${reason}`);
  return during.success ? [] : during.reasons.map((reason) => `good traffic beside the attack: ${reason}`);
}

function reasonFor(outcome: Outcome, cases: readonly CaseResult[], all: number): string {
  const shown = cases.slice(0, 3).map((one) => `${one.case.operation} ${one.case.name} → ${one.got}`);
  const more = cases.length > shown.length ? `; and ${cases.length - shown.length} more` : "";
  return `${cases.length} of ${all} requests ${what[outcome]}: ${shown.join("; ")}${more}`;
}

export function findingsOf(results: AttackResults): readonly CaseResult[] {
  return findings.flatMap((outcome) => results.cases.filter((one) => isFinding(one) && one.outcome === outcome));
}
