import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { compile } from "../../../tools/compiler/compile";
import type { FrameworkName } from "../../../tools/compiler/emit/routes/frameworks";
import { startShop, token } from "../../e2e/shop-service/shop-service";
import type { ServedDescription } from "./example-service";

const root = resolve(__dirname, "../../..");
const description = "specs/shop/openapi.yaml";

/** The shop with its own handlers, on a database with rows. */
export async function startServedShop(framework: FrameworkName): Promise<ServedDescription> {
  const { service } = await compile({
    openapiPath: description,
    readText: (path) => readFileSync(join(root, path), "utf8"),
  });
  if (service === undefined) throw new Error(`${description} could not be read`);
  const shop = await startShop({ LOG_LEVEL: "error" }, framework, undefined, 20);
  return {
    service,
    target: {
      description: join(root, description),
      url: `http://127.0.0.1:${shop.port}${service.basePath}`,
      authorization: `Bearer ${await token()}`,
    },
    stop: shop.stop,
  };
}
