import { parentPort } from "node:worker_threads";
import { compile } from "../../../tools/compiler/compile";
import { hasErrors } from "../../../tools/compiler/diagnostics/diagnostic";
import { printApplication } from "../../golden/write-application";

/** Compiles a description and, if it has no errors, prints its service; answers with the codes of its errors. */
async function detonate(file: string, text: string): Promise<readonly string[]> {
  const compilation = await compile({ openapiPath: file, readText: (path) => (path === file ? text : undefined) });
  const errors = compilation.diagnostics.filter(({ severity }) => severity === "error");
  if (!hasErrors(compilation.diagnostics)) await printApplication(compilation, { framework: "fastify" });
  return [...new Set(errors.map(({ code }) => code))];
}

parentPort?.on("message", ({ file, text }: { readonly file: string; readonly text: string }) => {
  detonate(file, text).then(
    (codes) => parentPort?.postMessage(codes),
    (error: unknown) => parentPort?.postMessage(error instanceof Error ? `${error.stack}` : String(error)),
  );
});
