import { acquireMachineLock, type MachineLock, machineLockPorts } from "../process/machine-lock";
import { type Problem, problem } from "../report/problem";

/** Waits until no other load test runs on this machine: two at once would measure each other. `undefined`: `signal` came first. */
export async function takeLoadTurn(
  holder: string,
  onLine: (line: string) => void,
  signal?: AbortSignal,
  port: number = machineLockPorts.loadTest,
): Promise<MachineLock | Problem | undefined> {
  const outcome = await acquireMachineLock({
    port,
    holder,
    ...(signal === undefined ? {} : { signal }),
    onWait: (other) => onLine(`specline: waiting for ${other}: load tests of one machine take turns`),
  });
  if (outcome.kind === "canceled") return undefined;
  return outcome.kind === "acquired" ? outcome.lock : problem("load/lock-port-taken", { port: String(outcome.port) });
}
