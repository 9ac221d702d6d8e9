import type { ExecutorContext } from "@nx/devkit";
import { cachedResult } from "../../tools/k6/baseline/cached-result";
import { type RoundsOptions, readBaselineOptions, whyOfAnother } from "../../tools/k6/baseline/read-baseline-options";
import { runBaseline } from "../../tools/k6/baseline/run-baseline";
import { parseDuration } from "../../tools/k6/duration";
import { runLoadTest } from "../../tools/k6/run-load-test";
import { randomOf } from "../../tools/random/random";
import { openOutput } from "../../tools/report/output";
import { problem } from "../../tools/report/problem";
import { findServer } from "../../tools/server/find-server";
import { generatedScripts } from "../../tools/server/generated-script";
import { measuredFiles } from "../../tools/server/measured-files";
import { refusedNumbers } from "../../tools/workspace/refused-numbers";

export interface LoadtestOptions extends Omit<RoundsOptions, "compareUrl" | "concurrency"> {
  readonly api: string | number;
  readonly directory: string | number;
  readonly output?: string | number;
  readonly resource: string | number;
  readonly p95Ms?: number;
  /** 0 to 1. */
  readonly errorRate?: number;
  readonly instances?: number;
  readonly format?: "text" | "json";
}

/** Runs the load test of one resource against the server of its API. */
export default async function loadtest(
  given: LoadtestOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const workspaceRoot = context.root;
  const api = String(given.api);
  const resource = String(given.resource);
  const project = context.projectName ?? resource;
  const output = openOutput({ workspaceRoot, project, target: "loadtest", format: given.format ?? "text" });
  const cached = cachedResult(given, process.env);
  const refused = [...refusedNumbers(__dirname, given), ...(cached === undefined ? [] : [cached])];
  if (refused.length > 0) return output.refuse(refused);
  const read = readBaselineOptions(workspaceRoot, given);
  if (!("options" in read)) return output.refuse(read);
  const { options, plan } = read;
  const durationSeconds = parseDuration(options.duration ?? (plan === undefined ? "10s" : "3s"));
  if (durationSeconds === undefined)
    return output.refuse([
      problem("load/option-refused", {
        option: "duration",
        value: String(options.duration),
        reason: "it is no time above 0",
        remedy: "Give a number with a unit, such as 30s or 1m30s.",
      }),
    ]);
  const scripts = generatedScripts(workspaceRoot, `${options.directory}/${options.output ?? "src"}`, [resource]);
  if ("code" in scripts) return output.refuse([scripts]);
  const subject = { kind: "api", api } as const;
  const other = plan?.baseline && whyOfAnother(plan.baseline, subject, scripts.plan.operations);
  if (other !== undefined) return output.refuse([other]);
  const test = {
    workspaceRoot,
    project,
    target: "loadtest",
    output,
    ...scripts,
    findTarget: () => findServer(workspaceRoot, api),
    durationSeconds,
    rate: options.rate ?? 20,
    ...(options.instances === undefined ? {} : { instances: options.instances }),
    ...(options.p95Ms === undefined ? {} : { p95Ms: options.p95Ms }),
    ...(options.errorRate === undefined ? {} : { errorRate: options.errorRate }),
  };
  if (plan === undefined) return runLoadTest(test);
  const files = measuredFiles(workspaceRoot, api, String(options.directory), scripts.scriptPaths);
  return runBaseline({ ...test, ...plan, subject, files, random: randomOf(project) });
}
