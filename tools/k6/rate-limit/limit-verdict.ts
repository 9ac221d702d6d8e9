import type { Verdict } from "../verdict";
import type { BurstResult } from "./burst";
import { limitHeaders, retryAfterSeconds } from "./limit-headers";

export interface Recovery {
  /** What was waited, by the longest `Retry-After`. */
  readonly waitedSeconds: number;
  /** Of the request after it. */
  readonly status: number;
  readonly isGood: boolean;
}

/** Longer is not waited for. */
export const longestWaitSeconds = 120;

/** Judged by counts of what came, so that a service that never limits cannot pass for one that always says when to come again. */
export function limitVerdict(result: BurstResult, recovery: Recovery | undefined, isCanceled: boolean): Verdict {
  const fail = (verdict: Verdict["verdict"], ...reasons: readonly string[]) => ({ verdict, success: false, reasons });
  const { requests, statuses, limited, allowed } = result;
  if (isCanceled) return fail("canceled", "the run was interrupted");
  const answered = requests - (statuses["0"] ?? 0);
  if (answered === 0) return fail("no-response", "no request got a response: the service cannot be reached");
  const broken = Object.entries(statuses).filter(([status]) => status === "0" || Number(status) >= 500);
  const said = Object.entries(statuses).map(
    ([status, count]) => `${count} × ${status === "0" ? "no response" : status}`,
  );
  if (broken.length > 0)
    return fail("failed-under-burst", `a burst is to be refused, not to break the service: ${said.join(", ")}`);
  if (limited.length === 0)
    return fail("never-limited", `none of ${requests} requests was answered 429: ${said.join(", ")}`);
  const first = `429 after ${allowed} requests in ${(result.secondsToFirst ?? 0).toFixed(1)} s`;
  const silent = limited.filter((one) => retryAfterSeconds(one, Date.now()) === undefined);
  if (silent.length > 0)
    return fail(
      "limited-without-retry-after",
      `${silent.length} of ${limited.length} answers 429 have no Retry-After that can be read`,
      first,
    );
  const bare = limited.filter((one) => limitHeaders(one).length === 0);
  if (bare.length > 0)
    return fail(
      "limited-without-headers",
      `${bare.length} of ${limited.length} answers 429 have none of RateLimit, RateLimit-Limit and X-RateLimit-Limit`,
      first,
    );
  if (recovery === undefined)
    return fail("not-recovered", `Retry-After is above ${longestWaitSeconds} s, which is not waited for`, first);
  if (!recovery.isGood)
    return fail(
      "not-recovered",
      `after the ${recovery.waitedSeconds} s of Retry-After the answer is still ${recovery.status}`,
      first,
    );
  return {
    verdict: "passed",
    success: true,
    reasons: [
      first,
      `all ${limited.length} answers 429 have Retry-After and ${limitHeaders(limited[0] as never).join(", ")}`,
      `after ${recovery.waitedSeconds} s, as Retry-After says, the answer is ${recovery.status} again`,
    ],
  };
}
