import { setTimeout as delay } from "node:timers/promises";
import type { RawRequest } from "../attack/attack-case";
import type { Answer, Sender } from "../attack/send-request";

export interface Burst {
  readonly request: RawRequest;
  readonly sender: Sender;
  /** Requests per second. */
  readonly rate: number;
  readonly durationSeconds: number;
  readonly signal: AbortSignal;
}

export interface BurstResult {
  /** Status → requests; `0`: no answer. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly requests: number;
  /** Answers before the first 429. */
  readonly allowed: number;
  readonly secondsToFirst?: number;
  readonly limited: readonly Answer[];
}

/** How long the burst goes on after the first 429, so that it is one of many. */
const afterFirstMs = 1_000;
const mostAtOnce = 64;

/** Sends the same request at a constant rate until the service has limited it for a second, or the time is over. */
export async function burst({ request, sender, rate, durationSeconds, signal }: Burst): Promise<BurstResult> {
  const statuses: Record<string, number> = {};
  const limited: Answer[] = [];
  const running = new Set<Promise<void>>();
  const start = performance.now();
  let allowed = 0;
  let firstMs: number | undefined;
  let requests = 0;
  const isOver = () => {
    const now = performance.now() - start;
    return signal.aborted || now > durationSeconds * 1000 || (firstMs !== undefined && now > firstMs + afterFirstMs);
  };
  while (!isOver()) {
    const waitMs = start + (requests * 1000) / rate - performance.now();
    if (waitMs > 1) await delay(waitMs);
    while (running.size >= mostAtOnce) await Promise.race(running);
    requests++;
    const sent = sender.send(request).then((answer) => {
      running.delete(sent);
      statuses[String(answer.status)] = (statuses[String(answer.status)] ?? 0) + 1;
      if (answer.status === 429) {
        firstMs ??= performance.now() - start;
        limited.push(answer);
      } else if (firstMs === undefined) allowed++;
    });
    running.add(sent);
  }
  await Promise.all(running);
  return { statuses, requests, allowed, limited, ...(firstMs === undefined ? {} : { secondsToFirst: firstMs / 1000 }) };
}
