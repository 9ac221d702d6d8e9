import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { type Compilation, compile } from "../../../tools/compiler/compile";
import { type Diagnostic, hasErrors } from "../../../tools/compiler/diagnostics/diagnostic";
import { emitApplication } from "../../../tools/compiler/emit/emit-application";
import { emitRuntime } from "../../../tools/compiler/emit/emit-runtime";
import type { ProblemDetail } from "../../../tools/compiler/emit/runtime/problem";
import type { RequestHead } from "../../../tools/compiler/emit/runtime/request";
import { readRuntimeFiles } from "../../../tools/graph/read-runtime-files";

const root = join(__dirname, "../../..");

/** Path → text. */
export type Files = ReadonlyMap<string, string>;

export type Emission =
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: "emitted"; readonly files: Files; readonly diagnostics: readonly Diagnostic[] };

/** Runs a description through the compiler and the emitters, as `route-from-spec` does. */
export async function emit(openapiPath: string, sources: Files): Promise<Emission> {
  const compilation: Compilation = await compile({ openapiPath, readText: (path) => sources.get(path) });
  const { service, document, links, diagnostics } = compilation;
  if (service === undefined || document === undefined || hasErrors(diagnostics))
    return { kind: "refused", diagnostics };
  const application = await emitApplication({
    service,
    document,
    links,
    spec: openapiPath,
    framework: "fastify",
    errorFormat: "envelope",
    hasServer: false,
    handlers: {},
  });
  const all = [...diagnostics, ...application.diagnostics];
  if (hasErrors(all)) return { kind: "refused", diagnostics: all };
  const runtime = emitRuntime(readRuntimeFiles(), { framework: "fastify", hasDatabase: false, hasServer: false });
  const files = new Map([...application.files, ...runtime].map(({ path, content }) => [path, content]));
  return { kind: "emitted", files, diagnostics: all };
}

export interface Reader {
  /** What a generated service says to a request, of which the body is JSON: the details of its refusal, none when it takes it. */
  (body?: string, head?: Partial<RequestHead>): Promise<readonly ProblemDetail[]>;
  /** What is sent of a body that a handler answers with 200. Throws when the description does not allow it. */
  readonly write: (body: unknown) => unknown;
}

interface Validators {
  readonly [operation: string]: {
    readonly read: (raw: object) => Promise<unknown>;
    readonly write: (reply: object, options: object) => { readonly body: unknown };
  };
}

/** Loads the request readers of emitted applications: name of the application → name of the operation in code → reader. */
export async function load(
  applications: ReadonlyMap<string, Files>,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Reader>>> {
  const folder = mkdtempSync(join(root, "node_modules/.specline-conformance-"));
  try {
    const names = [...applications.keys()];
    const exports = names.flatMap((name) =>
      [...(applications.get(name) as Files).keys()]
        .filter((path) => path.endsWith("/validators.ts"))
        .map((path) => ({ name, path })),
    );
    const entry = exports.map(({ name, path }, index) => `export * as v${index} from "app:${name}/${path}";`);
    const file = join(folder, "validators.mjs");
    await build({
      stdin: { contents: entry.join("\n"), resolveDir: root },
      bundle: true,
      format: "esm",
      platform: "node",
      outfile: file,
      logLevel: "silent",
      plugins: [inMemory(applications)],
    });
    const loaded = (await import(file)) as Readonly<Record<string, Validators>>;
    const ofApplication = (name: string) =>
      exports.flatMap((one, index) => (one.name === name ? [...readersOf(loaded[`v${index}`] ?? {})] : []));
    return new Map(names.map((name) => [name, new Map(ofApplication(name))]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readersOf(validators: Validators): ReadonlyMap<string, Reader> {
  return new Map(Object.entries(validators).map(([name, contract]) => [name, readerOf(contract)]));
}

function readerOf(contract: Validators[string]): Reader {
  const read = async (body?: string, head?: Partial<RequestHead>): Promise<readonly ProblemDetail[]> => {
    const request = { path: {}, queryString: "", headers: { "content-type": "application/json" }, ...head };
    try {
      const bytes = body === undefined ? undefined : new TextEncoder().encode(body);
      await contract.read({ ...request, body: bytes && { kind: "bytes", bytes } });
      return [];
    } catch (error) {
      const { status, details } = error as { readonly status?: number; readonly details?: ProblemDetail[] };
      if (status !== 400 || details === undefined) throw error;
      return details;
    }
  };
  const log = {
    error(facts: object, message: string) {
      throw new Error(`${message}: ${JSON.stringify(facts)}`);
    },
  };
  const write = (body: unknown) => {
    const sent = contract.write({ status: 200, body }, { accept: undefined, check: "enforce", log }).body;
    return JSON.parse(String(sent)) as unknown;
  };
  return Object.assign(read, { write });
}

function inMemory(applications: ReadonlyMap<string, Files>): Plugin {
  return {
    name: "emitted",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^app:/ }, ({ path }) => ({ namespace: "app", path: path.slice("app:".length) }));
      onResolve({ filter: /^\./, namespace: "app" }, ({ path, importer }) => ({
        namespace: "app",
        path: join(importer, "..", path).replace(/\.js$/, ".ts"),
      }));
      onLoad({ filter: /.*/, namespace: "app" }, ({ path }) => {
        const [name = "", ...rest] = path.split("/");
        const contents = applications.get(name)?.get(rest.join("/"));
        return contents === undefined ? null : { contents, loader: "ts", resolveDir: root };
      });
    },
  };
}
