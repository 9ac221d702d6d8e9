import { usersFor } from "../instances";
import type { Stage } from "./stage";

/** Options of one of k6's executors (https://grafana.com/docs/k6/latest/using-k6/scenarios/executors/). */
export type K6Scenario = Readonly<Record<string, string | number>>;

/** Iterations that have begun may end within this time. */
const graceSeconds = 30;

/**
 * Stages as k6's `scenarios`, for the variable SCENARIOS of generated scripts. Those at a rate have no users yet unless they are given: how many are needed depends on
 * how much an iteration does, which the script knows.
 *
 * @param instances processes of k6 that share each stage: users are a multiple of it, or the load is split unevenly
 */
export function k6Scenarios(stages: readonly Stage[], instances = 1): Readonly<Record<string, K6Scenario>> {
  return Object.fromEntries(
    stages.map((stage, index) => [
      stage.name,
      {
        ...executorOf(stage, instances),
        startTime: `${stage.startSeconds}s`,
        gracefulStop: `${graceBefore(stages[index + 1])}s`,
      },
    ]),
  );
}

/** No longer than the next stage, so that at most two stages have users at a time. */
function graceBefore(next: Stage | undefined): number {
  return next === undefined ? graceSeconds : Math.min(graceSeconds, Math.max(1, Math.floor(next.seconds)));
}

function executorOf({ pace, seconds }: Stage, instances: number): K6Scenario {
  const duration = `${Math.round(seconds * 1000)}ms`;
  switch (pace.kind) {
    case "once":
      return { executor: "per-vu-iterations", vus: 1, iterations: 1, maxDuration: duration };
    case "users":
      return { executor: "constant-vus", vus: usersFor(pace.users, instances), duration };
    case "rate": {
      const { iterationsPerSecond: rate } = pace;
      const users = pace.users === undefined ? undefined : usersFor(pace.users, instances);
      return {
        executor: "constant-arrival-rate",
        ...(Number.isInteger(rate)
          ? { rate, timeUnit: "1s" }
          : { rate: Math.max(1, Math.round(rate * 60)), timeUnit: "60s" }),
        duration,
        ...(users === undefined ? {} : { preAllocatedVUs: users, maxVUs: users }),
      };
    }
    default:
      throw new Error(`unknown pace: ${JSON.stringify(pace satisfies never)}`);
  }
}
