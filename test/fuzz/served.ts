import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Compilation } from "../../tools/compiler/compile";
import { formatDiagnostics } from "../../tools/compiler/diagnostics/format-diagnostic";
import { emitRuntime } from "../../tools/compiler/emit/emit-runtime";
import type { FrameworkName } from "../../tools/compiler/emit/routes/frameworks";
import { readRuntimeFiles } from "../../tools/graph/read-runtime-files";
import type { WrittenService } from "../conformance/corpus/written-service";
import { printApplication } from "../golden/write-application";

/** Writes the service of a description that has no errors. The run-time of a framework is there once, for the compiler's sake. */
export async function writeCompiled(
  parent: string,
  name: string,
  compilation: Compilation,
  framework: FrameworkName,
): Promise<WrittenService> {
  const errors = compilation.diagnostics.filter(({ severity }) => severity === "error");
  const { service } = compilation;
  if (service === undefined || errors.length > 0) throw new Error(`${name}: ${formatDiagnostics(errors)}`);
  const folder = join(parent, name);
  const { files, diagnostics } = await printApplication(compilation, { framework });
  writeAll(folder, files);
  symlinkSync(runtimeOf(parent, framework), join(folder, "src/generated/runtime"), "dir");
  return { folder, service, diagnostics: [...compilation.diagnostics, ...diagnostics] };
}

function runtimeOf(parent: string, framework: FrameworkName): string {
  const folder = join(parent, `runtime-${framework}`);
  const options = { framework, hasDatabase: true, hasServer: true };
  if (!existsSync(folder)) writeAll(folder, emitRuntime(readRuntimeFiles(), options));
  return join(folder, "src/generated/runtime");
}

function writeAll(folder: string, files: readonly { readonly path: string; readonly content: string }[]): void {
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
