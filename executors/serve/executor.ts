import { relative } from "node:path";
import type { ExecutorContext } from "@nx/devkit";
import { untilStopped } from "../../tools/process/until-stopped";
import { openOutput } from "../../tools/report/output";
import { problem } from "../../tools/report/problem";
import { prepareServer } from "../../tools/server/prepare-server";
import { startServer } from "../../tools/server/start-server";
import { readApiConfig } from "../../tools/workspace/read-api-config";
import { readRunFile, removeRunFile, writeRunFile } from "../../tools/workspace/run-file";
import { scopesOf } from "./scopes-of";

export interface ServeOptions {
  readonly directory?: string | number;
  readonly port?: number;
  readonly connection?: string | number;
  /** Seconds. */
  readonly readyTimeout?: number;
}

/** Serves the API of a project until it is told to stop; ready when it prints `specline: <project> is ready at <url>`. */
export default async function serve(options: ServeOptions, context: ExecutorContext): Promise<{ success: boolean }> {
  const project = context.projectName ?? "";
  const root = context.root;
  const projectRoot = context.projectsConfigurations.projects[project]?.root ?? `specs/${project}`;
  const output = openOutput({ workspaceRoot: root, project, target: "serve", format: "text" });
  const stop = untilStopped();
  try {
    const config = readApiConfig(root, projectRoot);
    const scopes = await scopesOf(root, projectRoot);
    if ("diagnostics" in scopes) return output.refuse(scopes.diagnostics);
    const prepared = await prepareServer({
      workspaceRoot: root,
      project,
      directory: String(options.directory ?? config?.directory ?? `apps/${project}`),
      ...(config?.database === undefined ? {} : { database: config.database }),
      ...(options.connection === undefined ? {} : { connection: String(options.connection) }),
      ...(options.port === undefined ? {} : { port: options.port }),
      scopes: scopes.scopes,
      readyTimeoutMs: (options.readyTimeout ?? 30) * 1000,
    });
    if (!("request" in prepared)) return output.refuse(prepared);

    const { request } = prepared;
    output.line(`specline: starting ${project} on ${prepared.databaseSource}; log: ${relative(root, request.logPath)}`);
    const server = await startServer(request);
    if (server.kind === "failed") {
      for (const line of server.lastLines) output.line(`  ${line}`);
      return output.refuse([
        problem("serve/not-ready", { reason: server.reason, log: relative(root, request.logPath) }),
      ]);
    }
    const { url, nonce, program } = server;
    writeRunFile(root, { project, pid: process.pid, url, nonce, secrets: { token: prepared.token } });
    output.line(`specline: ${project} is ready at ${url}`);
    const end = await Promise.race([stop.stopped, program.ended.then((code) => code ?? "a signal")]);
    if (readRunFile(root, project)?.nonce === nonce) removeRunFile(root, project);
    if (typeof end === "string" && end.startsWith("SIG")) {
      await program.stop();
      return { success: true };
    }
    output.line(`specline: ${project} ended by itself (${end}); log: ${relative(root, request.logPath)}`);
    return { success: false };
  } finally {
    stop.dispose();
  }
}
