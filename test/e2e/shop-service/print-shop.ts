import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { compile } from "../../../tools/compiler/compile";
import type { FrameworkName } from "../../../tools/compiler/emit/routes/frameworks";
import { stateDirectory } from "../../../tools/workspace/state-directory";
import { writeApplication } from "../../golden/write-application";

const root = join(__dirname, "../../..");

/**
 * The shop printed for a framework around its committed handlers, in a folder that goes with this process.
 *
 * @param edit changes the text of its description first
 */
export async function printShop(
  framework: FrameworkName,
  edit: (openapi: string) => string = (openapi) => openapi,
): Promise<string> {
  // Below the workspace, so that packages are found.
  const folder = mkdtempSync(join(stateDirectory(root, "tmp"), `shop-${framework}-`));
  const compilation = await compile({
    openapiPath: "specs/shop/openapi.yaml",
    sqlPaths: ["specs/db/schema.sql"],
    readText: (path) => {
      const text = readFileSync(join(root, path), "utf8");
      return path.endsWith("openapi.yaml") ? edit(text) : text;
    },
  });
  await writeApplication(folder, compilation, { framework });
  const isHandler = (path: string) => !path.includes("generated");
  cpSync(join(root, "apps/shop/src/resources"), join(folder, "src/resources"), { recursive: true, filter: isHandler });
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
