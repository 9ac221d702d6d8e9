import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Compilation } from "../../tools/compiler/compile";
import { type Application, emitApplication } from "../../tools/compiler/emit/emit-application";
import type { EmitInput } from "../../tools/compiler/emit/emit-input";
import { emitRuntime } from "../../tools/compiler/emit/emit-runtime";
import { readRuntimeFiles } from "../../tools/graph/read-runtime-files";

export type ApplicationOptions = Pick<EmitInput, "framework"> &
  Partial<Pick<EmitInput, "errorFormat" | "responseValidation" | "hasServer" | "handlers" | "spec">>;

/** Everything that is printed of a service; the defaults are those of route-from-spec. */
export async function printApplication(compilation: Compilation, options: ApplicationOptions): Promise<Application> {
  const { service, document, database, links } = compilation;
  if (service === undefined || document === undefined) throw new Error("the description could not be read");
  const parts = { service, document, links, ...(database && { database }) };
  return emitApplication({
    ...parts,
    spec: "openapi.yaml",
    hasServer: true,
    errorFormat: "envelope",
    handlers: {},
    ...options,
  });
}

/** Writes a service with its run-time into a folder. */
export async function writeApplication(
  folder: string,
  compilation: Compilation,
  options: ApplicationOptions,
): Promise<Application> {
  const application = await printApplication(compilation, options);
  const { hasDatabase } = application;
  const { framework, hasServer = true } = options;
  for (const { path, content } of [
    ...application.files,
    ...emitRuntime(readRuntimeFiles(), { framework, hasDatabase, hasServer }),
  ]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return application;
}
