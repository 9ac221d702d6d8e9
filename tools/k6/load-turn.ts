import { acquireMachineLock, type MachineLock, machineLockPorts } from "../process/machine-lock";
import { type Problem, problem } from "../report/problem";

/** Waits until no other load test runs on this machine: two at once would measure each other. `signal` ends the wait. */
export async function takeLoadTurn(
  holder: string,
  onLine: (line: string) => void,
  port: number = machineLockPorts.loadTest,
  signal?: AbortSignal,
): Promise<MachineLock | Problem> {
  const outcome = await acquireMachineLock({
    port,
    holder,
    ...(signal === undefined ? {} : { signal }),
    onWait: (other) => onLine(`specline: waiting for ${other}: load tests of one machine take turns`),
  });
  if (outcome.kind === "canceled") return problem("load/stopped-waiting", { test: holder });
  return outcome.kind === "acquired" ? outcome.lock : problem("load/lock-port-taken", { port: String(outcome.port) });
}
