import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { segmentsOf } from "./instances";
import { addMeasurements, isBounded } from "./measurement";
import { type K6Outcome, type K6Run, runK6 } from "./run-k6";

/**
 * Runs a script in several processes of k6, each with an equal part of the load, and adds up what they measured. When one ends before
 * its time the others are stopped: what they would go on to send is not the load that was asked for.
 */
export async function runInstances(run: K6Run, instances: number): Promise<K6Outcome> {
  const abort = new AbortController();
  const stop = () => abort.abort();
  run.signal?.addEventListener("abort", stop, { once: true });
  if (run.signal?.aborted) stop();
  let failed: number | undefined;
  const outcomes = await Promise.all(
    segmentsOf(instances).map(async (segment, index) => {
      const workDirectory = join(run.workDirectory, String(index + 1));
      mkdirSync(workDirectory);
      // Each could show its own part only: that of the first stands for all.
      const { dashboardPort: _, ...other } = run;
      const own = index === 0 ? run : other;
      const outcome = await runK6({ ...own, segment, workDirectory, signal: abort.signal });
      if (!isWhole(outcome) && !abort.signal.aborted) {
        failed = index;
        stop();
      }
      return outcome;
    }),
  );
  run.signal?.removeEventListener("abort", stop);
  return mergeOutcomes(outcomes, failed);
}

/**
 * What the instances of one run measured together.
 *
 * @param failed index of the one that ended first and before its time
 */
export function mergeOutcomes(outcomes: readonly K6Outcome[], failed: number | undefined): K6Outcome {
  const first = failed === undefined ? undefined : outcomes[failed];
  const exitCode = (first ?? outcomes.find((one) => !isWhole(one)) ?? outcomes[0])?.exitCode;
  const shares = outcomes.map((one) => one.cpuShare);
  const name = `instance ${(failed ?? 0) + 1} of ${outcomes.length}`;
  const messages = first === undefined ? [] : first.messages.map((message) => `${name}: ${message}`);
  return {
    ...(exitCode === undefined ? {} : { exitCode }),
    measurement: addMeasurements(outcomes.map((one) => one.measurement)),
    // Only steps are watched, which one process runs.
    processors: [],
    messages: [...messages, ...new Set(outcomes.filter((one) => one !== first).flatMap((one) => one.messages))].slice(
      0,
      20,
    ),
    ...(shares.includes(undefined) ? {} : { cpuShare: shares.reduce<number>((sum, share) => sum + (share ?? 0), 0) }),
    ...(first === undefined || first.exitCode !== undefined
      ? {}
      : { lost: `${name} was ended by a signal, and the others were stopped: they are a part of the load only` }),
  };
}

/** Thresholds are judged from all samples together (99), and a bound of requests is an end as well (108): each process went on to its end. */
function isWhole({ exitCode, measurement }: K6Outcome): boolean {
  return exitCode === 0 || exitCode === 99 || (exitCode === 108 && isBounded(measurement));
}
