import type { Tree } from "@nx/devkit";
import { compile } from "../../compiler/compile";
import { type Diagnostic, hasErrors } from "../../compiler/diagnostics/diagnostic";
import { type Application, emitApplication } from "../../compiler/emit/emit-application";
import { emitRuntime } from "../../compiler/emit/emit-runtime";
import type { EmittedFile } from "../../compiler/emit/emitted-file";
import type { Slice } from "../../compiler/model/slice";
import { canonicalJson } from "../../compiler/slices/canonical-json";
import type { ApiConfig } from "../../workspace/project-config";
import { readRuntimeFiles } from "../read-runtime-files";
import { databaseFolder, schemaFilesIn } from "./spec-folders";

export interface ApplicationRequest {
  /** Workspace-relative path of the description. */
  readonly openapiPath: string;
  readonly config: ApiConfig;
  /** Whether `src/server.ts` and what it needs are written where they are missing. */
  readonly hasServer: boolean;
}

export interface ApplicationPlan {
  readonly diagnostics: readonly Diagnostic[];
  /** Missing when a spec has errors. */
  readonly application?: Application;
  /** Everything that belongs to the application, run-time and slices included. */
  readonly files: readonly EmittedFile[];
}

function sliceFile({ resource, content }: Slice, { resourceFolders }: Application): EmittedFile {
  const folder = resourceFolders.get(resource);
  if (folder === undefined) throw new Error(`no resource is called ${resource}`);
  return { path: `slices/${folder}/slice.json`, content: canonicalJson(content), owner: "specline" };
}

/** Reads an API's specs through the tree and prints its application. Nothing is written. */
export async function planApplication(tree: Tree, request: ApplicationRequest): Promise<ApplicationPlan> {
  const { openapiPath, config, hasServer } = request;
  const folder = config.database === undefined ? undefined : databaseFolder(tree, config.database);
  const compilation = await compile({
    openapiPath,
    sqlPaths: folder === undefined ? [] : schemaFilesIn(tree, folder),
    readText: (path) => (tree.exists(path) && tree.isFile(path) ? (tree.read(path, "utf8") ?? undefined) : undefined),
    granularity: config.granularity,
  });
  const { service, database, links, slices, diagnostics } = compilation;
  if (hasErrors(diagnostics) || service === undefined) return { diagnostics, files: [] };
  if (config.granularity !== "resource")
    throw new Error(`granularity ${config.granularity} is not supported yet; use resource.`);
  if (config.framework !== "fastify") throw new Error(`${config.framework} is not supported yet; use fastify.`);
  const application = await emitApplication({
    service,
    ...(database === undefined ? {} : { database }),
    links,
    spec: openapiPath,
    framework: config.framework,
    hasServer,
    handlers: config.handlers,
  });
  const { framework } = config;
  const runtime = emitRuntime(readRuntimeFiles(), { framework, hasDatabase: application.hasDatabase });
  const files = [...application.files, ...runtime, ...slices.map((slice) => sliceFile(slice, application))];
  return { diagnostics: [...diagnostics, ...application.diagnostics], application, files };
}
