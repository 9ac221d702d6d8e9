import { addDependenciesToPackageJson, type GeneratorCallback, readJson, type Tree } from "@nx/devkit";
import { type FrameworkName, frameworks } from "../../compiler/emit/routes/frameworks";

export interface PackageNeeds {
  readonly framework: FrameworkName | "express" | "koa";
  readonly hasDatabase: boolean;
}

const always = { "@sinclair/typebox": "^0.34.52", jose: "^6.2.17", typebox: "^1.4.3" };
const database = { pg: "^8.23.1" };
const tools = { "@types/node": "^20.19.0", typescript: "^5.9.3" };

/** Adds what a service imports to the workspace's package.json, but for what is there in any version. */
export function addPackages(tree: Tree, { framework, hasDatabase }: PackageNeeds): GeneratorCallback | undefined {
  if (!tree.exists("package.json")) return undefined;
  const { dependencies = {}, devDependencies = {} } = readJson<Record<string, Record<string, string>>>(
    tree,
    "package.json",
  );
  const isMissing = ([name]: [string, string]) => !(name in dependencies) && !(name in devDependencies);
  const own = framework === "fastify" ? frameworks.fastify.packages : {};
  const needed = Object.entries({ ...own, ...always, ...(hasDatabase ? database : {}) }).filter(isMissing);
  const forTypes = Object.entries({ ...tools, ...(hasDatabase ? { "@types/pg": "^8.23.1" } : {}) }).filter(isMissing);
  if (needed.length === 0 && forTypes.length === 0) return undefined;
  return addDependenciesToPackageJson(tree, Object.fromEntries(needed), Object.fromEntries(forTypes));
}
