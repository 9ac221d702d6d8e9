import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { stateDirectory } from "../workspace/state-directory";
import type { K6Program } from "./k6-program";
import { addMeasurements, isBounded, type Measurement, warmUpStage } from "./measurement";
import { runInstances } from "./run-instances";
import { type K6Outcome, runK6 } from "./run-k6";
import { isSupporting, type Summary, summarize } from "./summary";
import { judge, type Thresholds, type Verdict } from "./verdict";

export interface MeasureRequest {
  readonly workspaceRoot: string;
  readonly k6: K6Program;
  /** Run one after the other, and reported together. */
  readonly scriptPaths: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Scripts check responses by our extension. */
  readonly usesExtension?: boolean;
  readonly secrets: readonly string[];
  /** Of each script. */
  readonly durationSeconds: number;
  /** Processes of k6 that share each script's load; absent: one. */
  readonly instances?: number;
  readonly thresholds: Thresholds;
  readonly expectedOperations: readonly string[];
  /** Of operations, the variables whose keys they may be sent with. */
  readonly keyed?: Readonly<Record<string, readonly string[]>>;
  /** All scripts together never send more. */
  readonly maxRequests?: number;
  /** Processes whose use of the processors is followed while k6 runs, by name. */
  readonly watched?: Readonly<Record<string, number>>;
  readonly signal?: AbortSignal;
  /** Told of each process of k6 where its samples go. */
  readonly onSamples?: (path: string) => void;
  /** Port of 127.0.0.1 for k6's web dashboard; absent: nothing listens. */
  readonly dashboardPort?: number;
}

export interface Measured {
  readonly outcomes: readonly K6Outcome[];
  /** Highest of all runs; absent where it cannot be known. */
  readonly cpuShare?: number;
  readonly summary: Summary;
  readonly verdict: Verdict;
}

/** Counters that generated scripts keep; `tools/compiler/emit/load-test` writes them. */
const counterNames = ["script_errors", "undocumented_status", "request_bound", "begun_iterations"];

/** Runs scripts, each in a folder of its own, and judges what came out. */
export async function measure(request: MeasureRequest): Promise<Measured> {
  const outcomes: K6Outcome[] = [];
  for (const scriptPath of request.scriptPaths) {
    const left = request.maxRequests === undefined ? undefined : request.maxRequests - requestsOf(outcomes);
    const bound = left === undefined ? {} : { MAX_REQUESTS: String(left) };
    outcomes.push(await runInOwnFolder({ ...request, environment: { ...request.environment, ...bound } }, scriptPath));
    if (request.signal?.aborted || outcomes.some((one) => isBounded(one.measurement))) break;
  }
  return judgeOutcomes(request, outcomes);
}

/** All that was sent, also to prepare and to warm up. */
export function requestsOf(outcomes: readonly K6Outcome[]): number {
  return outcomes.flatMap((one) => one.measurement.cells).reduce((sum, cell) => sum + cell.latency.count, 0);
}

/** What runs of one target are worth together. */
export function judgeOutcomes(
  request: Pick<MeasureRequest, "durationSeconds" | "thresholds" | "expectedOperations" | "keyed">,
  outcomes: readonly K6Outcome[],
): Measured {
  const measurements = outcomes.map((one) => one.measurement);
  const measurement = addMeasurements(measurements);
  // Scripts run one after the other, and each calls operations of its own.
  const secondsOf = (some: readonly Measurement[]) => {
    const planned = request.durationSeconds * Math.max(1, some.length);
    return isBounded(measurement) ? Math.min(planned, secondsIn(addMeasurements(some))) : planned;
  };
  const calling = measurements.filter(({ cells }) => cells.some((one) => !isSupporting(one.operation)));
  const summary = summarize(measurement, secondsOf(calling), (operation) =>
    secondsOf(calling.filter(({ cells }) => cells.some((one) => one.operation === operation))),
  );
  const shares = outcomes.flatMap((one) => (one.cpuShare === undefined ? [] : [one.cpuShare]));
  const share = shares.length === 0 ? {} : { cpuShare: Math.max(...shares) };
  const worst = outcomes.find((one) => one.exitCode !== 0 && one.exitCode !== 99) ?? outcomes[0];
  const verdict = judge({
    ...(worst?.exitCode === undefined ? {} : { exitCode: worst.exitCode }),
    messages: outcomes.flatMap((one) => one.messages),
    lost: outcomes.flatMap((one) => one.lost ?? []),
    ...share,
    summary,
    thresholds: request.thresholds,
    expectedOperations: request.expectedOperations,
    ...(request.keyed === undefined ? {} : { keyed: request.keyed }),
  });
  return { outcomes, ...share, summary, verdict };
}

/** Of a run that ended early. */
function secondsIn({ cells }: Measurement): number {
  return Math.max(1, new Set(cells.filter((one) => one.stage !== warmUpStage).map((one) => one.second)).size);
}

/** Runs one script in a folder of its own, which goes away. */
export async function runInOwnFolder(request: MeasureRequest, scriptPath: string): Promise<K6Outcome> {
  const parent = stateDirectory(request.workspaceRoot, "tmp");
  removeLeftovers(parent);
  const workDirectory = mkdtempSync(join(parent, "k6-"));
  try {
    const environment = { ...request.environment, RUN: String(nextRunNumber()) };
    const run = { ...request, environment, scriptPath, workDirectory, counterNames };
    const { instances = 1 } = request;
    return await (instances === 1 ? runK6(run) : runInstances(run, instances));
  } finally {
    rmSync(workDirectory, { recursive: true, force: true });
  }
}

let lastRunNumber = 0;

/**
 * Generated scripts make values that are unique in a run, and tell runs apart by this: seconds, so that it is also beside rows of earlier
 * runs, and another one for each run of k6, since two servers under comparison may share a database.
 */
function nextRunNumber(): number {
  lastRunNumber = Math.max(lastRunNumber + 1, Math.floor(Date.now() / 1000));
  return lastRunNumber;
}

/** Folders of runs that were killed; a day's grace, since others may be running. */
function removeLeftovers(parent: string): void {
  for (const name of readdirSync(parent)) {
    const path = join(parent, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (name.startsWith("k6-") && age > 24 * 3600 * 1000) rmSync(path, { recursive: true, force: true });
  }
}
