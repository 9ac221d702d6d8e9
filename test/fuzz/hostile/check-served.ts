import { mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { stateDirectory } from "../../../tools/workspace/state-directory";
import { unansweredAt, withServer } from "../../conformance/corpus/unanswered";
import { writeCompiled } from "../served";
import { compileSources, frameworkNames } from "./check-hostile";
import { hostileDescription } from "./hostile-description";
import { marker } from "./hostile-texts";

const root = resolve(__dirname, "../../..");

/** What is wrong with the service of a seed's description when it is served: one line for each problem. */
export async function checkServed(seed: number): Promise<readonly string[]> {
  const scratch = mkdtempSync(join(stateDirectory(root, "tmp"), "hostile-"));
  try {
    const framework = frameworkNames[seed % frameworkNames.length] ?? "fastify";
    const { openapi } = hostileDescription(seed);
    const compilation = await compileSources({ openapi: withoutTables(openapi), sql: "" });
    const written = await writeCompiled(scratch, "service", compilation, framework);
    return await withServer(written, async (url) => [
      // A slash that is encoded in the base path is none to some routers and one to others.
      ...(/%2f/i.test(written.service.basePath) ? [] : await unansweredAt(url, written)).map(
        (one) => `no answer below ${JSON.stringify(written.service.basePath)} to ${one}`,
      ),
      ...(await wrongDocs(url)),
    ]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Stubs answer then, and no database is needed. */
export function withoutTables(openapi: string): string {
  const replace = (key: string, value: unknown) => (key === "x-specline" ? { table: false } : value);
  return JSON.stringify(JSON.parse(openapi, replace));
}

/** The page says the title as a text and runs its own two scripts; the description comes as JSON. */
async function wrongDocs(url: string): Promise<readonly string[]> {
  const page = await (await fetch(`${url}/-/docs/`)).text();
  const description = await fetch(`${url}/-/docs/openapi.json`);
  const problems: string[] = [];
  const [, title = "<"] = /<title>([\s\S]*?)<\/title>/.exec(page) ?? [];
  if (/[<>"']/.test(title)) problems.push(`the title ${JSON.stringify(title)}`);
  if (page.replace(title, "").includes(marker)) problems.push("the page says more than the title");
  if ((page.match(/<script/g) ?? []).length !== 2) problems.push("the page has other scripts");
  const policy = description.headers.get("content-security-policy") ?? "";
  if (!policy.includes("script-src 'self'") || policy.includes("unsafe-eval")) problems.push(`the policy ${policy}`);
  if (!JSON.stringify(await description.json()).includes(marker)) problems.push("the description is another one");
  return problems;
}
