import type { ExecutorContext } from "@nx/devkit";
import { compile } from "../../tools/compiler/compile";
import { openOutput } from "../../tools/report/output";
import { problem } from "../../tools/report/problem";
import { apiSources } from "../../tools/workspace/api-sources";
import { readApiConfig } from "../../tools/workspace/read-api-config";
import { checkReport, withoutDoneGaps } from "./check-report";
import { explainStubs } from "./explain-stubs";
import { findStubs, findWritten } from "./find-stubs";

export interface CheckOptions {
  readonly failOn?: "error" | "warning";
  readonly format?: "text" | "json";
}

/** Checks an API's description against the rules, the SQL schema and the handlers. */
export default async function check(options: CheckOptions, context: ExecutorContext): Promise<{ success: boolean }> {
  const project = context.projectName ?? "";
  const { format = "text" } = options;
  const output = openOutput({ workspaceRoot: context.root, project, target: "check", format });
  const projects = context.projectsConfigurations?.projects ?? {};
  const root = projects[project]?.root ?? "";
  const config = readApiConfig(context.root, root);
  const databaseRoot = config?.database === undefined ? undefined : projects[config.database]?.root;
  if (config?.database !== undefined && databaseRoot === undefined) {
    return output.refuse([problem("check/unknown-database", { database: config.database, folder: root })]);
  }
  const sources = apiSources(context.root, root, databaseRoot);
  if (sources.openapiPath === undefined) return output.refuse([problem("check/no-description", { folder: root })]);
  output.line(`specline: checking ${[sources.openapiPath, ...sources.sqlPaths].join(", ")}`);
  const compilation = await compile({ ...sources, granularity: config?.granularity ?? "resource" });
  const files = config === undefined ? [] : findStubs(context.root, config.directory);
  const stubs = config === undefined ? [] : explainStubs(files, compilation, config);
  const written = config === undefined ? new Set<string>() : findWritten(context.root, config);
  const findings = withoutDoneGaps(compilation, written);
  return output.finish(checkReport(project, compilation, findings, stubs, options.failOn ?? "error"));
}
