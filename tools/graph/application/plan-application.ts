import type { Tree } from "@nx/devkit";
import { compile } from "../../compiler/compile";
import { closest } from "../../compiler/diagnostics/closest";
import { type Diagnostic, hasErrors } from "../../compiler/diagnostics/diagnostic";
import { type Application, emitApplication, emitOnlyLoadTests } from "../../compiler/emit/emit-application";
import { emitRuntime } from "../../compiler/emit/emit-runtime";
import type { EmittedFile } from "../../compiler/emit/emitted-file";
import type { Service } from "../../compiler/model/service";
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
  const { service, document, database, links, slices, diagnostics } = compilation;
  if (hasErrors(diagnostics) || service === undefined || document === undefined) return { diagnostics, files: [] };
  const { framework, output = "src", slo } = config;
  for (const name of Object.keys(slo ?? {})) refuseUnknownOperation(name, service);
  const source = {
    service,
    links,
    ...(database === undefined ? {} : { database }),
    ...(slo === undefined ? {} : { slos: slo }),
    spec: openapiPath,
  };
  const isWhole = config.generates === undefined;
  const emitted = isWhole
    ? await emitApplication({
        ...source,
        document,
        framework,
        errorFormat: config.errorFormat ?? "envelope",
        ...(config.responseValidation === undefined ? {} : { responseValidation: config.responseValidation }),
        hasServer,
        handlers: moved(config.handlers, output, "src"),
      })
    : emitOnlyLoadTests(source);
  const { hasDatabase } = emitted;
  const runtime = isWhole ? emitRuntime(readRuntimeFiles(), { framework, hasServer, hasDatabase }) : [];
  const application = {
    ...emitted,
    files: emitted.files.map((file) => ({ ...file, path: movedPath(file.path, "src", output) })),
    handlers: moved(emitted.handlers, "src", output),
    stubs: emitted.stubs.map((stub) => ({ ...stub, file: movedPath(stub.file, "src", output) })),
  };
  const shared = runtime.map((file) => ({ ...file, path: movedPath(file.path, "src", output) }));
  const files = [...application.files, ...shared, ...slices.map((slice) => sliceFile(slice, application))];
  return { diagnostics: [...diagnostics, ...application.diagnostics], application, files };
}

/** @throws Error: objectives under a name that is none would hold nothing to anything */
function refuseUnknownOperation(name: string, { resources }: Service): void {
  const known = resources.flatMap(({ operations }) => operations.map(({ id }) => id));
  if (known.includes(name)) return;
  const near = closest(name, known);
  const hint = near === undefined ? "" : ` Did you mean \`${near}\`?`;
  throw new Error(
    `\`slo\` of specline.json names the operation \`${name}\`, which the description does not have.${hint}`,
  );
}

/** What is generated lies below `src` or wherever `--output` says; the files refer to each other relatively. */
function movedPath(path: string, from: string, to: string): string {
  const isMoved = ["generated", "resources"].some((folder) => path.startsWith(`${from}/${folder}/`));
  return isMoved ? `${to}${path.slice(from.length)}` : path;
}

function moved(handlers: Readonly<Record<string, string>>, from: string, to: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(handlers).map(([operation, path]) => [operation, movedPath(path, from, to)]),
  );
}
