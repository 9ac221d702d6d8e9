import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { createWorkspace, type Workspace } from "../harness/workspace";
import { app, Files, schema, spec } from "./edit";
import { syncSpecs } from "./sync-specs";

const resources = `${app}/src/resources`;

/** What a team writes beside the generated application. */
const handWritten = {
  [`${app}/src/clock.ts`]: "export const now = () => new Date();\n",
  [`${app}/src/greeting.txt.hbs`]: "Hello {{name}}",
  [`${app}/src/discounts.ts`]: "export const discount = 0.1;\n",
  [`${app}/src/shared/tax.ts`]: `import "./rounding.js";\n`,
  [`${app}/src/shared/rounding.ts`]: "export const cents = 2;\n",
  [`${resources}/orders/rules/limits.ts`]: "export const most = 10;\n",
  [`${app}/README.md`]: "# Shop\n",
};

/** What a team adds to generated files that are theirs: imports of every kind that a load test must follow. */
const additions = {
  [`${app}/src/server.ts`]: `import "./clock.js";\n`,
  [`${resources}/orders/handlers/listOrders.ts`]: `import "@corner/pricing";\nimport "../../../discounts.js";\nimport "../../../shared/tax.js";\nimport { most } from "../rules/limits.js";\n`,
  [`${resources}/products/handlers/listProducts.ts`]: `import "left-pad";\nimport "../../../shared/tax.js";\n`,
  [`${resources}/customers/handlers/getCustomer.ts`]: `import "@corner/geo";\n`,
  [`${resources}/invoices/handlers/listInvoices.ts`]: `import type { Price } from "@corner/unrelated";\n`,
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

const movedOperation = "operationId: getReview\n      tags: [reviews]";

/** A workspace in git whose branch `base` is what every edit starts from. */
export async function createFixture(): Promise<Workspace> {
  const workspace = await createWorkspace("npm");
  const { directory } = workspace;
  for (const path of [spec, schema]) {
    mkdirSync(join(directory, path, ".."), { recursive: true });
    cpSync(join(__dirname, "fixture", path.split("/").at(-1) as string), join(directory, path));
  }
  workspace.write({ "README.md": "# Corner shop\n", ...libraries, ...handWritten });
  // An operation that had another tag when its handler was made: it keeps the file.
  const files = new Files(directory);
  files.replace(spec, movedOperation, movedOperation.replace("reviews", "products"));
  const generated = await workspace.nx("g", "route-from-spec", "shop", "--database=db");
  if (generated.exitCode !== 0) throw new Error(generated.stdout + generated.stderr);
  files.replace(spec, movedOperation.replace("reviews", "products"), movedOperation);
  for (const [path, text] of Object.entries(additions)) files.write(path, text + files.read(path));
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
