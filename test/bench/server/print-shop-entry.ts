import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { FrameworkName } from "../../../tools/compiler/emit/routes/frameworks";
import { printShop } from "../../e2e/shop-service/print-shop";

/** Prints the shop for a framework, with an entry that serves it on the canned database. @returns the path of the entry */
export async function printShopEntry(framework: FrameworkName): Promise<string> {
  const folder = await printShop(framework);
  const bench = relative(folder, __dirname);
  const entry = join(folder, "bench.ts");
  writeFileSync(
    entry,
    `import { handlers } from "./src/generated/handlers.js";
import { register } from "./src/generated/register.js";
import { readConfiguration } from "./src/generated/runtime/configuration.js";
import { createServer } from "./src/generated/server.js";
import { cannedDatabase } from "${bench}/canned-database";
import { tellPort } from "${bench}/tell-port";

const configuration = readConfiguration();
const server = await createServer({ configuration });
await register(server.app, handlers, { configuration, db: cannedDatabase });
tellPort((await server.start()).port);
`,
  );
  return entry;
}
