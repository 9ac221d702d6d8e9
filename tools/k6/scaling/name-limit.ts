import type { StepFigures } from "./step-figures";

/** What keeps throughput from rising, as far as signals from outside tell. */
export type LimitWord =
  | "generator"
  | "event-loop"
  | "machine"
  | "other-processes"
  | "waiting"
  | "none-seen"
  | "unknown";

export interface Limit {
  readonly limit: LimitWord;
  /** The signals, as a sentence. */
  readonly reason: string;
}

/** Throughput that rises by less than this from the best step before is flat. */
const flatGain = 1.1;
const busyShare = 0.8;
const busyProcessor = 0.85;
/** Users who spend more of their time on anything but waiting are not the users that the model has. */
export const mostDeviation = 0.2;

/** Names what limits the steps. Each rule needs its own signal; where none speaks, nothing is named. */
export function nameLimit(steps: readonly StepFigures[]): Limit {
  const last = steps.at(-1);
  const before = steps.slice(0, -1);
  if (last === undefined) return { limit: "unknown", reason: "no step was measured" };
  const generator = generatorReason(steps);
  if (generator !== undefined) return { limit: "generator", reason: generator };
  const throughput = (one: StepFigures) => one.summary.total.requestsPerSecond;
  const best = Math.max(0, ...before.map(throughput));
  if (throughput(last) >= best * flatGain)
    return {
      limit: "none-seen",
      reason: "throughput still rises at the last step: go on with higher steps to find the limit",
    };
  const use = last.processors;
  if (use === undefined)
    return { limit: "unknown", reason: "throughput is flat; the use of the processors is not known on this system" };
  const server = use.serverProcessors;
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  if (server !== undefined && server >= busyProcessor)
    return {
      limit: "event-loop",
      reason: `the service's process keeps ${server.toFixed(2)} processors busy: one thread's worth of JavaScript is all that an event loop has`,
    };
  if (use.machine >= 0.95)
    return {
      limit: "machine",
      reason: `all processors of this machine are busy (k6 ${percent(use.k6)} of them, others ${use.otherProcessors.toFixed(1)}): the service shares them, and bears at least what was measured`,
    };
  if (use.otherProcessors >= busyProcessor)
    return {
      limit: "other-processes",
      reason: `other processes on this machine keep ${use.otherProcessors.toFixed(2)} processors busy while the service waits: such as its database`,
    };
  if (server !== undefined)
    return {
      limit: "waiting",
      reason: `throughput is flat and latency rises while the service's process is busy only ${percent(server)} of the time: requests wait for something with few places, such as a connection pool or a lock, or for another machine`,
    };
  return {
    limit: "unknown",
    reason: "throughput is flat, and the process of the service is not known: what it waits for cannot be told",
  };
}

/** Why the steps say more about k6 than about the service, if they do. */
export function generatorReason(steps: readonly StepFigures[]): string | undefined {
  const busiest = Math.max(0, ...steps.map((one) => one.processors?.k6 ?? 0));
  if (busiest >= busyShare) return `k6 itself used ${Math.round(busiest * 100)} % of this machine's processors`;
  return undefined;
}
