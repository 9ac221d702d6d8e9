import type { ExecutorContext } from "@nx/devkit";
import { readApiDocument } from "../../tools/graph/read-api-document";
import { runAttack } from "../../tools/k6/attack/run-attack";
import { parseDuration } from "../../tools/k6/duration";
import { readingRequest } from "../../tools/k6/rate-limit/reading-request";
import { mostPerSecond, runRateLimit, usualBurst } from "../../tools/k6/rate-limit/run-rate-limit";
import { runLoadTest } from "../../tools/k6/run-load-test";
import { openOutput } from "../../tools/report/output";
import { problem } from "../../tools/report/problem";
import { findServer } from "../../tools/server/find-server";
import { generatedScripts } from "../../tools/server/generated-script";
import { refusedNumbers } from "../../tools/workspace/refused-numbers";

export interface LoadtestOptions {
  readonly api: string | number;
  readonly directory: string | number;
  readonly output?: string | number;
  readonly resource: string | number;
  readonly scenario?: "attack" | "ratelimit";
  /** Iterations per second. */
  readonly rate?: number;
  readonly duration?: string | number;
  readonly p95Ms?: number;
  /** 0 to 1. */
  readonly errorRate?: number;
  readonly format?: "text" | "json";
}

/** Runs the load test of one resource against the server of its API. */
export default async function loadtest(
  options: LoadtestOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const workspaceRoot = context.root;
  const project = context.projectName ?? String(options.resource);
  const output = openOutput({ workspaceRoot, project, target: "loadtest", format: options.format ?? "text" });
  const numbers = refusedNumbers(__dirname, options);
  if (numbers.length > 0) return output.refuse(numbers);
  const durationSeconds = parseDuration(options.duration ?? "10s");
  if (durationSeconds === undefined)
    return output.refuse([
      problem("load/option-refused", {
        option: "duration",
        value: String(options.duration),
        reason: "it is no time above 0",
        remedy: "Give a number with a unit, such as 30s or 1m30s.",
      }),
    ]);
  const scripts = generatedScripts(workspaceRoot, `${options.directory}/${options.output ?? "src"}`, [
    String(options.resource),
  ]);
  if ("code" in scripts) return output.refuse([scripts]);
  const test = {
    workspaceRoot,
    project,
    target: "loadtest",
    output,
    ...scripts,
    findTarget: () => findServer(workspaceRoot, String(options.api)),
    durationSeconds,
    rate: options.rate ?? 20,
    ...(options.p95Ms === undefined ? {} : { p95Ms: options.p95Ms }),
    ...(options.errorRate === undefined ? {} : { errorRate: options.errorRate }),
  };
  if (options.scenario === undefined) return runLoadTest(test);
  const api = String(options.api);
  const found = await readApiDocument(
    workspaceRoot,
    context.projectsConfigurations.projects[api]?.root ?? `specs/${api}`,
  );
  if (!("document" in found)) return output.refuse(found);
  if (options.scenario === "attack") return runAttack({ ...test, ...found });
  return runRateLimit({
    ...test,
    rate: Math.min(options.rate ?? usualBurst, mostPerSecond),
    requestFor: (...given) => readingRequest({ ...test, ...found }, ...given),
  });
}
