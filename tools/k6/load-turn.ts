import { acquireMachineLock, type MachineLock, machineLockPorts } from "../process/machine-lock";
import { type Problem, problem } from "../report/problem";

/** Waits until no other load test runs on this machine: two at once would measure each other. */
export async function takeLoadTurn(
  holder: string,
  onLine: (line: string) => void,
  port: number = machineLockPorts.loadTest,
): Promise<MachineLock | Problem> {
  const outcome = await acquireMachineLock({
    port,
    holder,
    onWait: (other) => onLine(`specline: waiting for ${other}: load tests of one machine take turns`),
  });
  return outcome.kind === "acquired" ? outcome.lock : problem("load/lock-port-taken", { port: String(outcome.port) });
}
