import { setTimeout as delay } from "node:timers/promises";
import type { Report } from "../../report/report";
import type { RawRequest } from "../attack/attack-case";
import { type Answer, openSender } from "../attack/send-request";
import { type FindTarget, inTurn, type LoadTarget, type Turn } from "../in-turn";
import type { K6Program } from "../k6-program";
import type { StatusRange } from "../status-ranges";
import type { Verdict } from "../verdict";
import { type BurstResult, burst } from "./burst";
import { limitHeaders, retryAfterSeconds } from "./limit-headers";
import { limitVerdict, longestWaitSeconds, type Recovery } from "./limit-verdict";

export interface RateLimitTest extends Omit<Turn<readonly [FindTarget]>, "findTargets"> {
  readonly findTarget: FindTarget;
  /** What is sent again and again; asked when it is our turn. `undefined`: there is nothing harmless to send. */
  readonly requestFor: (target: LoadTarget, k6: K6Program, signal: AbortSignal) => Promise<BurstRequest | undefined>;
  /** Requests per second. */
  readonly rate: number;
  readonly durationSeconds: number;
}

export interface BurstRequest {
  readonly request: RawRequest;
  readonly origin: string;
  /** For reports: no query, which may hold keys. */
  readonly name: string;
  /** Statuses by which it is answered well. */
  readonly expected: readonly StatusRange[];
}

/** Requests per second that a burst has when nothing else is said. */
export const usualBurst = 100;
/** Above it a mistake would do harm. */
export const mostPerSecond = 1_000;

/** Sends a burst until the service limits it, waits as it says, and asks whether it has recovered. */
export function runRateLimit(test: RateLimitTest): Promise<{ success: boolean }> {
  return inTurn({ ...test, findTargets: [test.findTarget] }, async ({ k6, targets: [target], signal }) => {
    const found = await test.requestFor(target, k6, signal);
    if (found === undefined) return report(test, target.url, "–", nothingToSend, undefined, undefined);
    test.output.line(
      `specline: ${test.rate} requests/s of ${found.name} until they are limited, at most ${test.durationSeconds} s`,
    );
    const sender = openSender(found.origin);
    try {
      const { request } = found;
      const result = await burst({ ...test, request, sender, signal });
      const recovery = await recover(test, result, async () => {
        const answer = await sender.send(request);
        return {
          answer,
          isGood: found.expected.some(([least, most]) => answer.status >= least && answer.status <= most),
        };
      });
      const verdict = limitVerdict(result, recovery, signal.aborted);
      return report(test, target.url, found.name, verdict, result, recovery);
    } finally {
      sender.close();
    }
  });
}

const nothingToSend: Verdict = {
  verdict: "no-response",
  success: false,
  reasons: ["no request that only reads was answered, and nothing else is sent in bursts"],
};

async function recover(
  test: RateLimitTest,
  { limited }: BurstResult,
  ask: () => Promise<{ readonly answer: Answer; readonly isGood: boolean }>,
): Promise<Recovery | undefined> {
  const waits = limited.map((one) => retryAfterSeconds(one, Date.now()));
  const last = waits.at(-1);
  if (last === undefined || waits.includes(undefined) || last > longestWaitSeconds) return undefined;
  test.output.line(`specline: limited; waiting ${last} s, as Retry-After says`);
  // Whole seconds that are rounded down are up to one too few.
  for (let isAgain = false; ; isAgain = true) {
    await delay(isAgain ? 1_000 : last * 1000);
    const { answer, isGood } = await ask();
    if (isGood || isAgain || answer.status !== 429) return { waitedSeconds: last, status: answer.status, isGood };
  }
}

function report(
  test: RateLimitTest,
  server: string,
  name: string,
  verdict: Verdict,
  result: BurstResult | undefined,
  recovery: Recovery | undefined,
): Report {
  const one = result?.limited.at(-1);
  const headers =
    one === undefined
      ? []
      : ["retry-after", ...limitHeaders(one)].filter((header) => one.headers[header] !== undefined);
  const shown = Object.fromEntries(headers.map((header) => [header, String(one?.headers[header])]));
  return {
    schemaVersion: 1,
    project: test.project,
    target: test.target,
    verdict: verdict.verdict,
    success: verdict.success,
    reasons: verdict.reasons,
    data: {
      server,
      request: name,
      load: { requestsPerSecond: test.rate, durationSeconds: test.durationSeconds },
      requests: result?.requests ?? 0,
      statuses: result?.statuses ?? {},
      allowedBeforeFirst: result?.allowed ?? 0,
      secondsToFirst: result?.secondsToFirst === undefined ? null : Number(result.secondsToFirst.toFixed(3)),
      headers: shown,
      recovery:
        recovery === undefined
          ? null
          : { waitedSeconds: recovery.waitedSeconds, status: recovery.status, isGood: recovery.isGood },
    },
    sections: [
      {
        kind: "table",
        title: "Answers",
        columns: [{ title: "status" }, { title: "requests", numeric: true }],
        rows: Object.entries(result?.statuses ?? {}).map(([status, count]) => [
          status === "0" ? "no response" : status,
          String(count),
        ]),
      },
      { kind: "facts", title: "The last 429", facts: headers.map((header) => [header, shown[header] ?? ""]) },
      {
        kind: "facts",
        title: "Run",
        facts: [
          ["server", server],
          ["request", name],
          ["burst", `${test.rate} requests/s, at most ${test.durationSeconds} s`],
        ],
      },
    ],
  };
}
