import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { stateDirectory } from "../workspace/state-directory";
import type { K6Program } from "./k6-program";
import { type K6Outcome, runK6 } from "./run-k6";
import { type Summary, summarize } from "./summary";
import { judge, type Thresholds, type Verdict } from "./verdict";

export interface MeasureRequest {
  readonly workspaceRoot: string;
  readonly k6: K6Program;
  readonly scriptPath: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly durationSeconds: number;
  readonly thresholds: Thresholds;
  readonly expectedOperations: readonly string[];
  readonly signal?: AbortSignal;
}

export interface Measured {
  readonly outcome: K6Outcome;
  readonly summary: Summary;
  readonly verdict: Verdict;
}

/** Counters that generated scripts keep; `tools/compiler/emit/load-test` writes them. */
const counterNames = ["script_errors", "undocumented_status"];

/** Runs a script in a folder of its own and judges what came out. */
export async function measure(request: MeasureRequest): Promise<Measured> {
  const workDirectory = mkdtempSync(join(stateDirectory(request.workspaceRoot, "tmp"), "k6-"));
  try {
    const outcome = await runK6({ ...request, workDirectory, counterNames });
    const summary = summarize(outcome.measurement, request.durationSeconds);
    const { exitCode, messages, cpuShare } = outcome;
    const verdict = judge({
      ...(exitCode === undefined ? {} : { exitCode }),
      messages,
      ...(cpuShare === undefined ? {} : { cpuShare }),
      summary,
      thresholds: request.thresholds,
      expectedOperations: request.expectedOperations,
    });
    return { outcome, summary, verdict };
  } finally {
    rmSync(workDirectory, { recursive: true, force: true });
  }
}
