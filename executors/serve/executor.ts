import type { ExecutorContext } from "@nx/devkit";
import { endWithParent } from "../../tools/process/end-with-parent";
import { openOutput } from "../../tools/report/output";
import { prepareServer } from "../../tools/server/prepare-server";
import { serveUntilStopped } from "../../tools/server/serve-until-stopped";
import { readApiConfig } from "../../tools/workspace/read-api-config";
import { refusedNumbers } from "../../tools/workspace/refused-numbers";
import { scopesOf } from "./scopes-of";

export interface ServeOptions {
  readonly directory?: string | number;
  readonly port?: number;
  readonly connection?: string | number;
  /** Requests of a client per minute. */
  readonly rateLimit?: number;
  /** Seconds. */
  readonly readyTimeout?: number;
}

/** Serves the API of a project until it is told to stop; ready when it prints `specline: <project> is ready at <url>`. */
export default async function serve(options: ServeOptions, context: ExecutorContext): Promise<{ success: boolean }> {
  endWithParent();
  const workspaceRoot = context.root;
  const project = context.projectName ?? "";
  const projectRoot = context.projectsConfigurations.projects[project]?.root ?? `specs/${project}`;
  const output = openOutput({ workspaceRoot, project, target: "serve", format: "text" });
  const numbers = refusedNumbers(__dirname, options);
  if (numbers.length > 0) return output.refuse(numbers);
  const config = readApiConfig(workspaceRoot, projectRoot);
  const scopes = await scopesOf(workspaceRoot, projectRoot);
  if ("diagnostics" in scopes) return output.refuse(scopes.diagnostics);
  const prepared = await prepareServer({
    workspaceRoot,
    project,
    directory: String(options.directory ?? config?.directory ?? `apps/${project}`),
    ...(config?.database === undefined ? {} : { database: config.database }),
    ...(options.connection === undefined ? {} : { connection: String(options.connection) }),
    ...(options.port === undefined ? {} : { port: options.port }),
    scopes: scopes.scopes,
    ...(options.rateLimit === undefined ? {} : { rateLimit: options.rateLimit }),
    readyTimeoutMs: (options.readyTimeout ?? 30) * 1000,
  });
  if (!("request" in prepared)) return output.refuse(prepared);
  return serveUntilStopped(workspaceRoot, project, prepared, output);
}
