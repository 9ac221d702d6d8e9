import type { ExecutorContext } from "@nx/devkit";
import { type FormOptions, readForm } from "../../tools/k6/form/read-form";
import { readLimits } from "../../tools/k6/form/read-limits";
import { checkBound } from "../../tools/k6/form/request-bound";
import { runLoadTest } from "../../tools/k6/run-load-test";
import { openOutput } from "../../tools/report/output";
import { findServer } from "../../tools/server/find-server";
import { generatedScripts } from "../../tools/server/generated-script";
import { refusedNumbers } from "../../tools/workspace/refused-numbers";

export interface LoadtestOptions extends FormOptions {
  readonly api: string | number;
  readonly directory: string | number;
  readonly output?: string | number;
  readonly resource: string | number;
  readonly maxRequests?: number;
  readonly p95Ms?: number;
  readonly p99Ms?: number;
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
  const form = readForm(options);
  if (!("kind" in form)) return output.refuse(form);
  const scripts = generatedScripts(workspaceRoot, `${options.directory}/${options.output ?? "src"}`, [
    String(options.resource),
  ]);
  if ("code" in scripts) return output.refuse([scripts]);
  const beyond = checkBound(form, scripts.plan.requestsPerIteration, options.maxRequests);
  if (beyond.length > 0) return output.refuse(beyond);
  return runLoadTest({
    workspaceRoot,
    project,
    target: "loadtest",
    output,
    ...scripts,
    findTarget: () => findServer(workspaceRoot, String(options.api)),
    form,
    ...readLimits(options),
  });
}
