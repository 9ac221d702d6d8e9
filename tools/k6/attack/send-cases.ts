import { setTimeout as delay } from "node:timers/promises";
import type { AttackCase } from "./attack-case";

/** Enough to press a service, and few enough that a mistake costs little. */
export const attacksPerSecond = 100;
/** Requests that wait for their answers. */
export const mostAtOnce = 32;

export interface Sending {
  readonly cases: readonly AttackCase[];
  readonly send: (one: AttackCase) => Promise<void>;
  /** Whether the time is over; every case is sent once all the same. */
  readonly isOver: () => boolean;
  readonly signal: AbortSignal;
}

/** Sends every case once, and then again and again until the time is over, at a constant rate. */
export async function sendCases({ cases, send, isOver, signal }: Sending): Promise<void> {
  const running = new Set<Promise<void>>();
  const start = performance.now();
  let sent = 0;
  for (let isFirst = true; isFirst || !isOver(); isFirst = false) {
    const round = isFirst ? cases : cases.filter((one) => one.isOnce !== true);
    if (round.length === 0) break;
    for (const one of round) {
      if (signal.aborted || (!isFirst && isOver())) break;
      const waitMs = start + (sent++ * 1000) / attacksPerSecond - performance.now();
      if (waitMs > 1) await delay(waitMs);
      while (running.size >= mostAtOnce) await Promise.race(running);
      const request = send(one).finally(() => running.delete(request));
      running.add(request);
    }
    if (signal.aborted) break;
  }
  await Promise.all(running);
}
