import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { type Compilation, compile } from "../../tools/compiler/compile";

/** `scenario.json` of a folder; without one, only the diagnostics are compared. */
export interface ScenarioOptions {
  /** Parts of the result that are compared; each is a key of `outputs`. */
  readonly outputs?: readonly string[];
  readonly granularity?: "resource" | "operation";
}

export interface Scenario {
  readonly name: string;
  readonly folder: string;
  readonly options: ScenarioOptions;
}

const specs = ["openapi.yaml", "openapi.json"];

/** Every folder below `root` that holds a description or a schema. */
export function findScenarios(root: string): readonly Scenario[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(root, path)).isDirectory() && !path.split("/").includes("expected"))
    .filter((path) => [...specs, "schema.sql"].some((file) => existsSync(join(root, path, file))))
    .sort()
    .map((name) => ({ name, folder: join(root, name), options: readOptions(join(root, name, "scenario.json")) }));
}

/** Paths in the result are relative to the scenario's folder. */
export async function compileScenario({ folder, options }: Scenario): Promise<Compilation> {
  const openapiPath = specs.find((file) => existsSync(join(folder, file)));
  const sqlPaths = readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .sort();
  return compile({
    ...(openapiPath !== undefined && { openapiPath }),
    sqlPaths,
    readText: (path) => {
      const file = join(folder, posix.normalize(path));
      return existsSync(file) ? readFileSync(file, "utf8") : undefined;
    },
    ...(options.granularity !== undefined && { granularity: options.granularity }),
  });
}

function readOptions(path: string): ScenarioOptions {
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as ScenarioOptions) : {};
}
