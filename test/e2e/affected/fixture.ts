import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { createWorkspace, type Workspace } from "../harness/workspace";
import { app, schema, spec } from "./edit";
import { syncSpecs } from "./sync-specs";

const handler = (resource: string, operation: string): string =>
  `${app}/src/resources/${resource}/handlers/${operation}.ts`;

/** What a team adds to the generated application: imports of every kind that a load test must follow. */
const handWritten = {
  [`${app}/src/server.ts`]: `import "./generated/register.js";\nimport "./clock.js";\n`,
  [`${app}/src/clock.ts`]: "export const now = () => new Date();\n",
  [`${app}/src/greeting.txt.hbs`]: "Hello {{name}}",
  [`${app}/src/discounts.ts`]: "export const discount = 0.1;\n",
  [`${app}/src/shared/tax.ts`]: `import "./rounding.js";\n`,
  [`${app}/src/shared/rounding.ts`]: "export const cents = 2;\n",
  [`${app}/src/resources/orders/rules/limits.ts`]: "export const most = 10;\n",
  [`${app}/README.md`]: "# Shop\n",
  [`${app}/tsconfig.json`]: `{ "extends": "../../tsconfig.base.json" }\n`,
  [handler("orders", "listOrders")]:
    `import "@corner/pricing";\nimport "../../../discounts.js";\nimport "../../../shared/tax.js";\nimport { most } from "../rules/limits.js";\n`,
  [handler("products", "listProducts")]: `import "left-pad";\nimport "../../../shared/tax.js";\n`,
  [handler("customers", "getCustomer")]: `import "@corner/geo";\n`,
  [handler("invoices", "listInvoices")]: `import type { Price } from "@corner/unrelated";\n`,
  [handler("reviews", "listReviews")]: "export {};\n",
  [handler("status", "getStatus")]: "export {};\n",
};

const libraries = {
  "libs/pricing/src/index.ts": `import "@corner/currency";\n`,
  "libs/pricing/project.json": `{ "name": "pricing" }\n`,
  "libs/currency/src/index.ts": "export const euro = 1;\n",
  "libs/currency/project.json": `{ "name": "currency" }\n`,
  "libs/unrelated/src/index.ts": "export type Price = number;\n",
  "libs/unrelated/project.json": `{ "name": "unrelated" }\n`,
  "packages/geo/src/index.ts": "export const north = 0;\n",
  "packages/geo/package.json": `{ "name": "@corner/geo", "version": "1.0.0", "main": "src/index.ts" }\n`,
  "tsconfig.base.json": `${JSON.stringify({
    compilerOptions: {
      paths: Object.fromEntries(
        ["pricing", "currency", "unrelated"].map((name) => [`@corner/${name}`, [`./libs/${name}/src/index.ts`]]),
      ),
    },
  })}\n`,
};

/** A workspace in git whose branch `base` is what every edit starts from. */
export async function createFixture(): Promise<Workspace> {
  const workspace = await createWorkspace("npm");
  const { directory } = workspace;
  for (const path of [spec, schema]) {
    mkdirSync(join(directory, path, ".."), { recursive: true });
    cpSync(join(__dirname, "fixture", path.split("/").at(-1) as string), join(directory, path));
  }
  const config = { kind: "api", framework: "fastify", directory: app, database: "db", granularity: "resource" };
  workspace.write({
    "specs/shop/specline.json": `${JSON.stringify({ ...config, handlers: {} }, null, 2)}\n`,
    "README.md": "# Corner shop\n",
    ...libraries,
    ...handWritten,
  });
  declarePackages(workspace);
  await syncSpecs(directory);
  await workspace.git("checkout", "--quiet", "-b", "base");
  await workspace.git("add", "--all");
  await workspace.git("commit", "--quiet", "--message=base");
  return workspace;
}

/** Two npm packages of which a handler imports one, a workspace package, and `@nx/js`, in the files that Nx reads. */
function declarePackages({ directory, write }: Workspace): void {
  const read = (path: string) => JSON.parse(readFileSync(join(directory, path), "utf8"));
  const manifest = read("package.json");
  const lock = read("package-lock.json");
  const workspaces = ["packages/*"];
  const dependencies = { ...manifest.dependencies, "left-pad": "1.3.0", "right-pad": "1.0.1" };
  const devDependencies = { ...manifest.devDependencies, "@nx/js": "23.3.1" };
  Object.assign(lock.packages, {
    "": { ...lock.packages[""], workspaces, dependencies, devDependencies },
    "node_modules/left-pad": { version: "1.3.0", integrity: "sha512-left==" },
    "node_modules/right-pad": { version: "1.0.1", integrity: "sha512-right==" },
    "packages/geo": { name: "@corner/geo", version: "1.0.0" },
    "node_modules/@corner/geo": { resolved: "packages/geo", link: true },
  });
  write({
    "package.json": `${JSON.stringify({ ...manifest, workspaces, dependencies, devDependencies }, null, 2)}\n`,
    "package-lock.json": `${JSON.stringify(lock, null, 2)}\n`,
  });
  mkdirSync(join(directory, "node_modules/@corner"));
  symlinkSync("../../packages/geo", join(directory, "node_modules/@corner/geo"));
}
