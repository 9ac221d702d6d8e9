import { type ApiDocument, operationsOf } from "../attack/api-document";
import { isGood, recordFlow } from "../attack/record-flow";
import { openSender } from "../attack/send-request";
import type { LoadTarget } from "../in-turn";
import type { K6Program } from "../k6-program";
import { runInOwnFolder } from "../measure";
import { commonEnvironment } from "../run-load-test";
import type { BurstRequest } from "./run-rate-limit";

export interface FlowToRead {
  readonly workspaceRoot: string;
  readonly scriptPaths: readonly string[];
  readonly document: ApiDocument;
}

/** The first request of the usual flow that only reads: a burst of it changes nothing. */
export async function readingRequest(
  { workspaceRoot, scriptPaths, document }: FlowToRead,
  target: LoadTarget,
  k6: K6Program,
  signal: AbortSignal,
): Promise<BurstRequest | undefined> {
  const thresholds = { p95Ms: 500, errorRate: 1, isAsked: false };
  for (const scriptPath of scriptPaths) {
    const recording = await recordFlow(target.url, operationsOf(document), async (proxyUrl) => {
      const pace = { rate: 1, concurrency: 1, durationSeconds: 1 };
      const environment = { ...commonEnvironment(pace, thresholds), ...target.environment, BASE_URL: proxyUrl };
      const request = { workspaceRoot, k6, scriptPaths, environment, secrets: target.secrets, signal };
      await runInOwnFolder({ ...request, durationSeconds: 1, thresholds, expectedOperations: [] }, scriptPath);
    });
    const sender = openSender(target.url);
    for (const deletion of recording.deletions) await sender.send(deletion);
    sender.close();
    // What it made is deleted by now: a path without a key is there all the same.
    const operations = operationsOf(document);
    const keys = (id: string) => operations.find((one) => one.id === id)?.path.split("{").length ?? 0;
    const gets = recording.seeds.filter(({ request, status }) => request.method === "GET" && isGood(status));
    const [seed] = [...gets].sort((a, b) => keys(a.operation) - keys(b.operation));
    if (seed !== undefined)
      return { request: seed.request, origin: target.url, name: seed.operation, expected: [[200, 399]] };
  }
  return undefined;
}
