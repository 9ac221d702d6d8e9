import { untilStopped } from "../process/until-stopped";
import type { Output } from "../report/output";
import type { Problem } from "../report/problem";
import { findK6 } from "./find-k6";
import { loadReport } from "./load-report";
import { takeLoadTurn } from "./load-turn";
import { measure } from "./measure";
import type { ScriptPlan } from "./read-plan";

export interface ScriptMeasurement {
  readonly workspaceRoot: string;
  readonly project: string;
  readonly target: string;
  readonly output: Output;
  readonly scriptPath: string;
  readonly plan: ScriptPlan | undefined;
  /** Asked before k6 is looked for, and again when it is our turn: what was there may be gone by then. */
  readonly findServer: () => Promise<{ readonly url: string; readonly token: string } | Problem>;
  /** For people. */
  readonly serverName: string;
  readonly durationSeconds: number;
  /** Iterations per second. */
  readonly rate: number;
  readonly p95Ms?: number;
  readonly errorRate?: number;
}

/** Runs a generated script when it is this load test's turn, and writes the report. */
export async function measureScript(request: ScriptMeasurement): Promise<{ success: boolean }> {
  const { output, durationSeconds, rate } = request;
  const first = await request.findServer();
  if ("code" in first) return output.refuse([first]);
  output.line(`specline: measuring ${request.project} at ${first.url} (${request.serverName})`);
  const found = await findK6(output.line);
  if (found.kind === "missing") return output.refuse([found.problem]);

  const stop = untilStopped();
  const abort = new AbortController();
  void stop.stopped.then(() => abort.abort());
  const lock = await takeLoadTurn(`${request.project}:${request.target}`, output.line);
  if ("code" in lock) return output.refuse([lock]);
  try {
    const server = await request.findServer();
    if ("code" in server) return output.refuse([server]);
    const plan = request.plan ?? { operations: [], skipped: [] };
    output.line(`specline: ${rate} iterations/s for ${durationSeconds} s, ${plan.operations.length} operations`);
    const thresholds = {
      p95Ms: request.p95Ms ?? 500,
      errorRate: request.errorRate ?? 0.01,
      isAsked: request.p95Ms !== undefined || request.errorRate !== undefined,
    };
    const measured = await measure({
      workspaceRoot: request.workspaceRoot,
      k6: found.k6,
      scriptPath: request.scriptPath,
      environment: {
        BASE_URL: server.url,
        TOKEN: server.token,
        RATE: String(rate),
        DURATION: String(durationSeconds),
        P95_MS: String(thresholds.p95Ms),
        ERROR_RATE: String(thresholds.errorRate),
      },
      secrets: [server.token],
      durationSeconds,
      thresholds,
      expectedOperations: plan.operations,
      signal: abort.signal,
    });
    const { outcome, summary, verdict } = measured;
    return output.finish(
      loadReport({
        project: request.project,
        target: request.target,
        verdict,
        summary,
        thresholds,
        server: server.url,
        k6: found.k6,
        plan,
        durationSeconds,
        rate,
        ...(outcome.cpuShare === undefined ? {} : { cpuShare: outcome.cpuShare }),
      }),
    );
  } finally {
    stop.dispose();
    await lock.release();
  }
}
