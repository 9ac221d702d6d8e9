import { addDependenciesToPackageJson, type GeneratorCallback, readJson, type Tree } from "@nx/devkit";
import { type FrameworkName, frameworks } from "../../compiler/emit/routes/frameworks";

export interface PackageNeeds {
  readonly framework: FrameworkName;
  readonly hasDatabase: boolean;
  readonly hasServer: boolean;
}

type Packages = Readonly<Record<string, string>>;

const always: Packages = {
  "@opentelemetry/api": "^1.10.0",
  "@sinclair/typebox": "^0.34.52",
  jose: "^6.2.17",
  pino: "^10.4.0",
  typebox: "^1.4.3",
};
const database: Packages = { pg: "^8.23.1" };
const server: Packages = {
  cors: "^2.8.6",
  helmet: "^8.3.0",
  "proxy-addr": "^2.0.8",
  "rate-limiter-flexible": "^11.4.0",
  // Later versions depend on a package that reports each installation to a third party.
  "swagger-ui-dist": "5.17.14",
};
const tools: Packages = { "@types/node": "^20.19.0", typescript: "^5.9.3" };
const serverTypes: Packages = { "@types/cors": "^2.8.19", "@types/proxy-addr": "^2.0.3" };
const databaseTypes: Packages = { "@types/pg": "^8.23.1" };

/** Adds what a service imports to the workspace's package.json, but for what is there in any version. */
export function addPackages(tree: Tree, needs: PackageNeeds): GeneratorCallback | undefined {
  if (!tree.exists("package.json")) return undefined;
  const { dependencies = {}, devDependencies = {} } = readJson<Record<string, Record<string, string>>>(
    tree,
    "package.json",
  );
  const missing = (...groups: readonly Packages[]) =>
    groups.flatMap(Object.entries<string>).filter(([name]) => !(name in dependencies) && !(name in devDependencies));
  const { packages, devPackages } = frameworks[needs.framework];
  const needed = missing(packages, always, needs.hasServer ? server : {}, needs.hasDatabase ? database : {});
  const forTypes = missing(
    tools,
    devPackages,
    needs.hasServer ? serverTypes : {},
    needs.hasDatabase ? databaseTypes : {},
  );
  if (needed.length === 0 && forTypes.length === 0) return undefined;
  return addDependenciesToPackageJson(tree, Object.fromEntries(needed), Object.fromEntries(forTypes));
}
