import { existsSync } from "node:fs";
import { join } from "node:path";
import { isPortFree } from "../process/is-port-free";
import { type Problem, problem } from "../report/problem";
import { stateDirectory } from "../workspace/state-directory";
import { type FaultyTokens, makeBearerToken } from "./bearer-token";
import { bundlePath, bundleServer } from "./bundle-server";
import { loadDatabaseUrl } from "./load-database-url";
import { serverEnvironment } from "./server-environment";
import type { ServerRequest } from "./start-server";

export interface ServePlan {
  readonly workspaceRoot: string;
  /** Nx project of the API. */
  readonly project: string;
  /** Of the application, relative to the workspace. */
  readonly directory: string;
  /** Nx project of its database, if it has one. */
  readonly database?: string;
  readonly connection?: string;
  readonly port?: number;
  readonly scopes: readonly string[];
  /** Requests of a client per minute; without it there is no limit. */
  readonly rateLimit?: number;
  readonly readyTimeoutMs: number;
}

export interface PreparedServer {
  readonly request: ServerRequest;
  readonly token: string;
  readonly faultyTokens: FaultyTokens;
  /** For people: which database it works on. */
  readonly databaseSource: string;
}

/** Checks everything that can be wrong before a process is started, and bundles the application. */
export async function prepareServer(plan: ServePlan): Promise<PreparedServer | readonly Problem[]> {
  const entry = `${plan.directory}/src/server.ts`;
  if (!existsSync(join(plan.workspaceRoot, entry))) return [problem("serve/entry-missing", { path: entry })];
  const database =
    plan.database === undefined
      ? undefined
      : loadDatabaseUrl(plan.workspaceRoot, plan.project, plan.database, plan.connection);
  if (database !== undefined && !("url" in database)) return database;
  if (plan.port !== undefined && !(await isPortFree(plan.port)))
    return [problem("serve/port-in-use", { port: String(plan.port), host: "127.0.0.1" })];

  const bundle = bundlePath(stateDirectory(plan.workspaceRoot, "build"), plan.project);
  const bundled = await bundleServer({ workspaceRoot: plan.workspaceRoot, entry, output: bundle });
  if (bundled.kind === "failed")
    return bundled.reasons.map((reason) => problem("serve/bundle-failed", { reason, project: plan.project }));

  const token = makeBearerToken(plan.project, plan.scopes);
  return {
    token: token.token,
    faultyTokens: token.faulty,
    databaseSource: database?.shown ?? "no database",
    request: {
      workspaceRoot: plan.workspaceRoot,
      bundle,
      environment: serverEnvironment(token, database?.url, plan.rateLimit),
      secrets: [token.token, ...Object.values(token.faulty), ...(database === undefined ? [] : [database.url])],
      ...(plan.port === undefined ? {} : { port: plan.port }),
      logPath: join(stateDirectory(plan.workspaceRoot, "run"), `${plan.project.replaceAll("/", "__")}.log`),
      readyTimeoutMs: plan.readyTimeoutMs,
    },
  };
}
