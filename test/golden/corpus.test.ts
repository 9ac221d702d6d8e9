import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import { compile } from "../../tools/compiler/compile";
import { formatDiagnostic } from "../../tools/compiler/diagnostics/format-diagnostic";

const root = resolve(__dirname, "../..");
const corpus = resolve(root, process.env.SPECLINE_CORPUS ?? "../shared/corpus");
const isThere = existsSync(join(corpus, "README.md"));
if (!isThere) console.warn(`skipped: there is no corpus at ${corpus}; set SPECLINE_CORPUS`);

/** File → number of operations, from the table in the corpus's own README. */
const operations: readonly (readonly [string, number])[] = isThere
  ? [...readFileSync(join(corpus, "README.md"), "utf8").matchAll(/^\| (\S+\.(?:yaml|json)) \|(?:[^|]*\|){3} (\d+) \|/gm)].map(
      (row) => [row[1] as string, Number(row[2])] as const,
    )
  : [];

describe.skipIf(!isThere)("real descriptions", () => {
  test("the table of the corpus is read", () => {
    expect(operations.length).toBeGreaterThan(20);
  });

  test.each(operations)("%s has %d operations and no error", async (file, count) => {
    const { service, document, slices, diagnostics } = await compile({
      openapiPath: `openapi/${file}`,
      readText: readCorpus,
    });
    expect(diagnostics.filter((one) => one.severity === "error").map(formatDiagnostic)).toEqual([]);
    expect(service?.resources.flatMap((one) => one.operations).length).toBe(count);
    expect(slices.map((one) => one.resource)).toEqual(service?.resources.map((one) => one.name));
    expect(danglingReferences(document?.())).toEqual([]);
  });

  test("digitalocean in 2,900 files says the same as bundled into one", async () => {
    const several = await compile({
      openapiPath: "openapi/digitalocean-multifile/specification/DigitalOcean-public.v2.yaml",
      readText: readCorpus,
    });
    const one = await compile({ openapiPath: "openapi/digitalocean-bundled.json", readText: readCorpus });
    expect(several.diagnostics.filter((found) => found.severity === "error").map(formatDiagnostic)).toEqual([]);
    const shape = ({ service }: typeof one) =>
      service?.resources.flatMap(({ name, operations: all }) =>
        all.map(({ id, path, parameters, responses }) => [name, id, path.text, parameters.length, responses.length]),
      );
    expect(shape(several)).toEqual(shape(one));
    expect(several.service?.schemas.length).toBe(one.service?.schemas.length);
  });

  test("github's 13 MB fit into a heap of 400 MB", async () => {
    const entry = `
      import { readFileSync } from "node:fs";
      import { parentPort, workerData } from "node:worker_threads";
      import { compile } from "${root}/tools/compiler/compile.ts";
      compile({ openapiPath: "github.json", readText: (path) => readFileSync(workerData + path, "utf8") })
        .then(({ service }) => parentPort.postMessage(service.resources.flatMap((one) => one.operations).length));`;
    const bundle = await build({
      stdin: { contents: entry, resolveDir: root, loader: "ts" },
      bundle: true,
      write: false,
      platform: "node",
      format: "cjs",
      external: ["libpg-query"],
    });
    const worker = new Worker(bundle.outputFiles[0]?.text ?? "", {
      eval: true,
      workerData: join(corpus, "openapi/"),
      resourceLimits: { maxOldGenerationSizeMb: 400 },
    });
    const count = await new Promise((done, fail) => worker.once("message", done).once("error", fail));
    await worker.terminate();
    expect(count).toBe(1223);
  });
});

describe.skipIf(!isThere)("real SQL schemas", () => {
  const files = isThere ? readdirSync(join(corpus, "sql")).filter((file) => file.endsWith(".sql")) : [];

  test.each(files)("%s is read whole", async (file) => {
    const { database, diagnostics } = await compile({ sqlPaths: [`sql/${file}`], readText: readCorpus });
    expect(diagnostics.map(formatDiagnostic)).toEqual([]);
    const text = withoutBodies(readCorpus(`sql/${file}`) ?? "");
    const tables = database?.tables ?? [];
    const created = text.match(/^\s*CREATE (UNLOGGED )?TABLE /gim)?.length ?? 0;
    expect(tables.filter((one) => one.kind === "table").length).toBe(created);
    const keys = text.match(/\bPRIMARY KEY\b/gi)?.length ?? 0;
    expect(tables.filter((one) => one.primaryKey.length > 0).length).toBe(keys);
    const references = text.match(/\bREFERENCES\b/gi)?.length ?? 0;
    expect(tables.flatMap((one) => one.foreignKeys).length).toBe(references);
    const indexes = text.match(/^\s*CREATE (UNIQUE )?INDEX /gim)?.length ?? 0;
    expect(tables.flatMap((one) => one.indexes.filter((index) => index.method !== "gist" || index.keys.length > 0)).length).toBe(indexes);
    for (const table of tables) {
      const names = new Set(table.columns.map((one) => one.name));
      const used = [table.primaryKey, ...table.uniqueKeys, ...table.foreignKeys.map((key) => key.columns)].flat();
      expect(used.filter((name) => !names.has(name))).toEqual([]);
    }
  });
});

function readCorpus(path: string): string | undefined {
  const file = join(corpus, path);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** SQL without comments, bodies of functions and texts, so that words can be counted. */
function withoutBodies(sql: string): string {
  return sql.replace(/\$(\w*)\$[\s\S]*?\$\1\$|--.*$|'(?:[^']|'')*'/gm, "''");
}

function danglingReferences(document: unknown): readonly string[] {
  const schemas = (document as { components: { schemas: object } }).components.schemas;
  const text = JSON.stringify(document);
  const names = [...text.matchAll(/"\$ref":"#\/components\/schemas\/((?:[^"\\]|\\.)*)"/g)].map((found) =>
    (JSON.parse(`"${found[1]}"`) as string).replaceAll("~1", "/").replaceAll("~0", "~"),
  );
  return [...new Set(names)].filter((name) => !Object.hasOwn(schemas, name));
}
