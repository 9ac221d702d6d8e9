import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compile } from "../../../tools/compiler/compile";
import { canonicalJson } from "../../../tools/compiler/slices/canonical-json";
import { app, schema, spec } from "./edit";

export async function syncSpecs(directory: string): Promise<void> {
  const openapiPath = existsSync(join(directory, spec)) ? spec : spec.replace("yaml", "json");
  const compilation = await compile({
    openapiPath,
    sqlPaths: [schema],
    readText: (path) => (existsSync(join(directory, path)) ? readFileSync(join(directory, path), "utf8") : undefined),
  });
  const errors = compilation.diagnostics.filter((one) => one.severity === "error");
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  const slices = join(directory, app, "slices");
  mkdirSync(slices, { recursive: true });
  for (const name of readdirSync(slices))
    if (!compilation.slices.some((s) => s.resource === name)) rmSync(join(slices, name), { recursive: true });
  for (const { resource, content } of compilation.slices) {
    mkdirSync(join(slices, resource), { recursive: true });
    writeFileSync(join(slices, resource, "slice.json"), canonicalJson(content));
  }
}
