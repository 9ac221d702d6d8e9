import { mostOfRound } from "../form/request-bound";
import type { LoadTarget } from "../in-turn";
import type { K6Program } from "../k6-program";
import { requestsOf, runInOwnFolder } from "../measure";
import type { K6Outcome } from "../run-k6";
import { commonEnvironment } from "../run-load-test";
import type { Thresholds } from "../verdict";
import { type ApiDocument, operationsOf } from "./api-document";
import type { AttackCase, RawRequest } from "./attack-case";
import { type AttackResults, Tally } from "./attack-result";
import { curlLine } from "./curl-line";
import { judgeAnswer } from "./judge-answer";
import { makeCases } from "./make-cases";
import { answered, isSound, makeSeeds } from "./make-seeds";
import type { Oracle } from "./oracle";
import { isGood, type Recording, readJson, recordFlow } from "./record-flow";
import type { RightKey } from "./right-keys";
import { attacksPerSecond, mostAtOnce, sendCases } from "./send-cases";
import { type Answer, openSender } from "./send-request";

export interface ResourceAttack {
  readonly workspaceRoot: string;
  readonly k6: K6Program;
  readonly scriptPath: string;
  /** Those that the script is there for, by operationId. */
  readonly operations: ReadonlySet<string>;
  /** Those that its flow does not call. */
  readonly skipped: readonly { readonly operation: string; readonly reason: string }[];
  readonly document: ApiDocument;
  /** That the user gave. */
  readonly keys: readonly RightKey[];
  readonly oracle: Oracle;
  readonly target: LoadTarget;
  readonly thresholds: Thresholds;
  /** Iterations per second of the good traffic. */
  readonly rate: number;
  readonly concurrency?: number;
  /** At least; longer when there are more cases than that. */
  readonly durationSeconds: number;
  /** At most, of one iteration of the script. */
  readonly requestsPerIteration: number;
  /** All that is sent is no more than this. */
  readonly maxRequests: number;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface ResourceOutcome extends Omit<AttackResults, "slowPatterns"> {
  /** Of the usual flow alone, and beside the attack; absent when it could not even be recorded, or there is none. */
  readonly before?: K6Outcome;
  readonly during?: K6Outcome;
  readonly recorded: K6Outcome;
  readonly seconds: number;
  /** All that was sent. */
  readonly requests: number;
  /** Not every wrong request could be sent once without exceeding the bound, so none was. */
  readonly isBounded?: boolean;
}

const calmSeconds = 3;

/** Records the usual flow of one resource, runs it alone, and runs it beside everything that is wrong with it. */
export async function attackResource(attack: ResourceAttack): Promise<ResourceOutcome> {
  const { document, target, signal } = attack;
  const operations = operationsOf(document);
  let recorded: K6Outcome | undefined;
  let left = attack.maxRequests;
  const recording = await recordFlow(target.url, operations, async (proxyUrl) => {
    recorded = await runFlow(attack, { rate: 1, concurrency: 1, durationSeconds: 1 }, proxyUrl, left);
    left -= requestsOf([recorded]);
  });
  if (recorded === undefined) throw new Error("k6 was not run");
  const sender = openSender(target.url);
  const leftovers: RawRequest[] = [];
  try {
    // The flow makes rows of other resources too: those operations are attacked with their own resource.
    const own = recording.seeds.filter(({ operation }) => attack.operations.has(operation));
    const token = target.environment.TOKEN ?? "";
    left -= recording.deletions.length;
    const more = await makeSeeds(
      { document, oracle: attack.oracle, operations, seeds: recording.seeds, token, keys: attack.keys },
      attack.skipped,
      {
        send: (request) => sender.send(request),
        most: left,
      },
    );
    left -= more.requests;
    const seeds = [...own.filter(isSound), ...more.seeds];
    const credentials = { token, keys: attack.keys, faulty: target.faultyTokens ?? {} };
    const list = makeCases(document, attack.oracle, operations, seeds, credentials);
    const { cases, leftOut } = list;
    const notAttacked = [
      ...more.notAttacked,
      ...own.filter((seed) => !isSound(seed)).map(({ operation, status }) => ({ operation, reason: answered(status) })),
    ];
    const nothing = { cases: [], notAttacked, leftOut, recorded, seconds: 0, requests: attack.maxRequests - left };
    if (cases.length === 0 || signal.aborted) return nothing;
    const pace = {
      rate: attack.rate,
      ...(attack.concurrency === undefined ? {} : { concurrency: attack.concurrency }),
    };
    const seconds = Math.max(attack.durationSeconds, Math.ceil(cases.length / attacksPerSecond) + 1);
    const goodOf = (lasting: number) => mostOfRound(attack.rate, lasting) * attack.requestsPerIteration;
    const costOf = ({ request }: AttackCase) => (request.method === "POST" ? 2 : 1);
    const once = cases.reduce((sum, one) => sum + costOf(one), 0);
    const planned = goodOf(calmSeconds) + goodOf(seconds) + once;
    if (planned > left) {
      const reason = `an attack sends up to ${planned} requests, and --max-requests leaves ${Math.max(0, left)}`;
      const unsent = seeds.map(({ operation }) => ({ operation, reason }));
      return { ...nothing, notAttacked: [...notAttacked, ...unsent], isBounded: true };
    }
    const calm = { ...pace, durationSeconds: calmSeconds };
    // A resource whose operations all need a key has no usual flow; what is wrong is then sent alone, and once.
    const flows = attack.operations.size > 0;
    const before = flows ? await runFlow(attack, calm, target.url, left - once - goodOf(seconds)) : undefined;
    left -= requestsOf(before === undefined ? [] : [before]);
    // Where users have rows of their own, the good traffic needs more than its iterations.
    const mostGood = Math.max(goodOf(seconds), Math.floor((left - once) / 2));
    left -= mostGood;
    attack.onLine(
      `specline: ${cases.length} wrong requests to ${seeds.length} operations, ${attacksPerSecond}/s for ${seconds} s`,
    );
    const tally = new Tally();
    const statusOf = new Map(seeds.map((seed) => [seed.operation, seed.status]));
    let isOver = !flows;
    const good = flows
      ? runFlow(attack, { ...pace, durationSeconds: seconds }, target.url, mostGood).finally(() => {
          isOver = true;
        })
      : undefined;
    const send = async (one: AttackCase) => {
      const operation = operations.find(({ id }) => id === one.operation);
      if (operation === undefined) throw new Error(`no operation ${one.operation}`);
      // What it may make is deleted by one request more.
      left -= costOf(one);
      const answer = await sender.send(one.request);
      const made = madeBy(one, answer, recording);
      leftovers.push(...made);
      left += costOf(one) - 1 - made.length;
      tally.add(
        one,
        answer.status,
        judgeAnswer(one, answer, operation, attack.oracle, statusOf.get(one.operation) ?? 0),
      );
    };
    // Every case is sent once, which was counted; again only as long as there is room.
    await sendCases({ cases, send, isOver: () => isOver || left < mostAtOnce * 2, signal });
    const during = await good;
    const requests = attack.maxRequests - left - mostGood + requestsOf(during === undefined ? [] : [during]);
    const curlOf = (one: AttackCase) => curlLine(one, target.url, attack.keys);
    const found = { cases: tally.results(cases, curlOf), notAttacked, leftOut, recorded, seconds, requests };
    return before === undefined || during === undefined ? found : { ...found, before, during };
  } finally {
    for (const deletion of [...leftovers, ...recording.deletions]) await sender.send(deletion);
    sender.close();
  }
}

/** What a case made though it should not have, or could: it is deleted like what the flow makes. */
function madeBy(one: AttackCase, answer: Answer, { creations }: Recording): readonly RawRequest[] {
  const creation = creations.find(({ operation }) => operation === one.operation);
  if (creation === undefined || !isGood(answer.status) || one.request.method !== "POST") return [];
  let value: unknown = readJson(answer.body);
  for (const name of creation.keyPath)
    value = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return typeof value === "string" || typeof value === "number" ? [creation.deletionOf(String(value))] : [];
}

function runFlow(
  attack: ResourceAttack,
  pace: { readonly rate: number; readonly concurrency?: number; readonly durationSeconds: number },
  baseUrl: string,
  maxRequests: number,
): Promise<K6Outcome> {
  const { workspaceRoot, k6, target, thresholds, signal, scriptPath } = attack;
  const request = {
    workspaceRoot,
    k6,
    scriptPaths: [scriptPath],
    environment: {
      ...commonEnvironment(pace, thresholds),
      ...target.environment,
      BASE_URL: baseUrl,
      MAX_REQUESTS: String(Math.max(0, maxRequests)),
    },
    secrets: target.secrets,
    durationSeconds: pace.durationSeconds,
    thresholds,
    expectedOperations: [],
    signal,
  };
  return runInOwnFolder(request, scriptPath);
}
