import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { start } from "../process/start";
import { watchCpu } from "../process/watch-cpu";
import { type ProcessorSample, watchProcessors } from "../process/watch-processors";
import type { Segment } from "./instances";
import type { K6Program } from "./k6-program";
import { addResponses, type Measurement, type ResponseFault } from "./measurement";
import { entryFor } from "./native-entry";
import { readCsv } from "./read-csv";
import { readHistograms } from "./read-histograms";

export interface K6Run {
  readonly k6: K6Program;
  readonly scriptPath: string;
  /** What the script sees in `__ENV`, and all that it sees. */
  readonly environment: Readonly<Record<string, string>>;
  /** The script checks responses by our extension, which this k6 has. */
  readonly usesExtension?: boolean;
  /** Hidden in all output. */
  readonly secrets: readonly string[];
  /** An empty folder of ours, for the samples and k6's home. */
  readonly workDirectory: string;
  /** Counters of the script, to be found among plain k6's samples. */
  readonly counterNames: readonly string[];
  /** The part of the test that this process runs; absent: all of it. */
  readonly segment?: Segment;
  /** Processes whose use of the processors is followed beside k6's, by name. */
  readonly watched?: Readonly<Record<string, number>>;
  readonly signal?: AbortSignal;
  /** Told where the samples go before the first one is there. */
  readonly onSamples?: (path: string) => void;
  /** Port of 127.0.0.1 for k6's web dashboard; absent: nothing listens. */
  readonly dashboardPort?: number;
}

export interface K6Outcome {
  /** Absent: ended by a signal. */
  readonly exitCode?: number;
  readonly measurement: Measurement;
  /** Distinct messages that k6 logged as errors or warnings, at most 20. */
  readonly messages: readonly string[];
  /** CPU time of k6 by the time of all the machine's cores, 0 to 1; absent where it cannot be known. */
  readonly cpuShare?: number;
  /** Which of several instances ended before its time. */
  readonly lost?: string;
  /** Of the machine, `k6` and what was to be watched; empty where it cannot be known or was not asked for. */
  readonly processors: readonly ProcessorSample[];
}

/**
 * Runs a script. k6 gets an environment of its own, so that no setting of the user or of CI changes what is measured, and
 * nothing leaves the machine: no usage report, no extension download, no REST API (research/load-testing.md §1.3).
 */
export async function runK6(request: K6Run): Promise<K6Outcome> {
  const home = join(request.workDirectory, "home");
  mkdirSync(home, { recursive: true });
  const samplesPath = join(request.workDirectory, request.k6.hasHistograms ? "run.ndjson" : "run.csv.gz");
  request.onSamples?.(samplesPath);
  const messages = new Set<string>();
  const faults: [string, ResponseFault][] = [];
  const program = await start({
    program: request.k6.path,
    arguments: [
      "run",
      "--quiet",
      "--no-color",
      "--log-output=stderr",
      "--log-format=json",
      "--address=",
      "--no-usage-report",
      "--summary-mode=disabled",
      "--include-system-env-vars=true",
      ...(request.segment === undefined
        ? []
        : [
            `--execution-segment=${request.segment.segment}`,
            `--execution-segment-sequence=${request.segment.sequence}`,
          ]),
      "--out",
      `${request.k6.hasHistograms ? "oashist" : "csv"}=${samplesPath}`,
      request.usesExtension === true ? entryFor(request.scriptPath, request.workDirectory) : request.scriptPath,
    ],
    directory: request.workDirectory,
    environment: {
      HOME: home,
      XDG_CONFIG_HOME: home,
      K6_NO_USAGE_REPORT: "true",
      K6_AUTO_EXTENSION_RESOLUTION: "false",
      SPECLINE_WATCH_PARENT: "true",
      ...(request.dashboardPort === undefined ? {} : dashboardAt(request.dashboardPort)),
      ...request.environment,
    },
    // A short one may be a part of any word; what is made of these lines hides it where it stands alone (tools/report/hide-secrets.ts).
    secrets: request.secrets.filter((one) => one.length >= 4),
    onLine: (line) => {
      const message = readMessage(line);
      const fault = message === undefined ? undefined : readFault(message);
      if (fault !== undefined) faults.push(fault);
      else if (message !== undefined && messages.size < 20) messages.add(message);
    },
  });
  const cpu = watchCpu(program.pid);
  const processors =
    request.watched === undefined ? undefined : watchProcessors({ ...request.watched, k6: program.pid });
  const onAbort = () => void program.stop("SIGINT", 5_000);
  request.signal?.addEventListener("abort", onAbort, { once: true });
  if (request.signal?.aborted) onAbort();
  const exitCode = await program.ended;
  request.signal?.removeEventListener("abort", onAbort);
  const cpuShare = cpu.stop();
  const measurement = readSamples(samplesPath, request, exitCode !== undefined);
  const samples = processors?.stop() ?? [];
  return {
    ...(exitCode === undefined ? {} : { exitCode }),
    measurement: { ...measurement, responses: withFaults(measurement, faults) },
    messages: [...messages],
    processors: samples,
    ...(cpuShare === undefined ? {} : { cpuShare }),
  };
}

/** k6's own default is to listen on all interfaces. */
function dashboardAt(port: number): Record<string, string> {
  return {
    K6_WEB_DASHBOARD: "true",
    K6_WEB_DASHBOARD_HOST: "127.0.0.1",
    K6_WEB_DASHBOARD_PORT: String(port),
    K6_WEB_DASHBOARD_PERIOD: "1s",
  };
}

function readSamples(path: string, request: K6Run, hasEnded: boolean): Measurement {
  if (!existsSync(path)) return { cells: [], counters: new Map(), isComplete: false };
  const bytes = readFileSync(path);
  if (request.k6.hasHistograms) return readHistograms(bytes.toString("utf8"));
  // A killed k6 leaves a stream without its end; what came before it is read all the same.
  const text = gunzipSync(bytes, { finishFlush: 2 }).toString("utf8");
  return readCsv(text, request.counterNames, hasEnded);
}

const faultMark = "response: ";

/** Generated scripts log what they found wrong with a response; `tools/compiler/emit/load-test/run-time`. */
function readFault(message: string): [string, ResponseFault] | undefined {
  if (!message.startsWith(faultMark)) return undefined;
  try {
    const { operation, status, path, keyword } = JSON.parse(message.slice(faultMark.length)) as Record<string, unknown>;
    return [
      String(operation),
      { status: Number(status), path: String(path).slice(0, 200), keyword: String(keyword), message: "" },
    ];
  } catch {
    return undefined;
  }
}

function withFaults({ responses = new Map() }: Measurement, faults: readonly (readonly [string, ResponseFault])[]) {
  const told = faults.map(([operation, one]) => [operation, { checked: 0, failed: 0, samples: [one] }] as const);
  return addResponses([...responses, ...told]);
}

/** Errors and warnings only; k6 logs one JSON object a line. */
function readMessage(line: string): string | undefined {
  try {
    const { level, msg, error } = JSON.parse(line) as { level?: string; msg?: string; error?: string };
    if (level !== "error" && level !== "warning" && level !== "fatal") return undefined;
    return [msg, error]
      .filter((part) => part !== undefined && part !== "")
      .join(": ")
      .slice(0, 500);
  } catch {
    return line.trim() === "" ? undefined : line.slice(0, 500);
  }
}
