import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Compilation, compile } from "../../../tools/compiler/compile";
import { hasErrors } from "../../../tools/compiler/diagnostics/diagnostic";
import { formatDiagnostics } from "../../../tools/compiler/diagnostics/format-diagnostic";
import { type FrameworkName, frameworks } from "../../../tools/compiler/emit/routes/frameworks";
import { printApplication } from "../../golden/write-application";
import { findEscapes, identifiersIn, wrongPaths } from "./find-escapes";
import { type HostileSources, hostileDescription } from "./hostile-description";

export const frameworkNames = Object.keys(frameworks) as readonly FrameworkName[];

/** What is wrong with the output for a seed's description, on one of the frameworks: one line for each problem. */
export async function checkHostile(seed: number): Promise<readonly string[]> {
  const compilation = await compileSources(hostileDescription(seed));
  if (hasErrors(compilation.diagnostics)) {
    const errors = compilation.diagnostics.filter(({ severity }) => severity === "error");
    return [`it is refused: ${formatDiagnostics(errors.slice(0, 3))}`];
  }
  const known = await ownIdentifiers();
  const problems: string[] = [];
  if (compilation.links.length === 0) problems.push("no operation is linked to the table");
  const framework = frameworkNames[seed % frameworkNames.length] ?? "fastify";
  const { files, resourceFolders } = await printApplication(compilation, { framework, hasServer: seed % 2 === 0 });
  if (!files.some(({ path }) => path.endsWith("/queries.ts"))) problems.push("there is no query");
  const slices = [...resourceFolders.values()].map((folder) => `slices/${folder}/slice.json`);
  return [...problems, ...findEscapes(files, known), ...wrongPaths(slices)];
}

export function compileSources({ openapi, sql }: HostileSources): Promise<Compilation> {
  const files = new Map([
    ["openapi.json", openapi],
    ["schema.sql", sql],
  ]);
  return compile({ openapiPath: "openapi.json", sqlPaths: ["schema.sql"], readText: (path) => files.get(path) });
}

let own: Promise<ReadonlySet<string>> | undefined;

/** Identifiers of the generator's own are those that a harmless service has, too. */
export function ownIdentifiers(): Promise<ReadonlySet<string>> {
  own ??= (async () => {
    const found = new Set<string>();
    for (const folder of ["golden/linked-shop", "frameworks"]) {
      const read = (path: string) => readIfThere(join(__dirname, "../..", folder, path));
      const harmless = await compile({ openapiPath: "openapi.yaml", sqlPaths: ["schema.sql"], readText: read });
      for (const framework of frameworkNames) {
        const { files } = await printApplication(harmless, { framework });
        for (const file of files.filter(({ path }) => !path.endsWith(".json")))
          for (const name of identifiersIn(file)) found.add(name);
      }
    }
    return found;
  })();
  return own;
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
