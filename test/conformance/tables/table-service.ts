import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FastifyInstance } from "fastify";
import { compile } from "../../../tools/compiler/compile";
import { formatDiagnostic } from "../../../tools/compiler/diagnostics/format-diagnostic";
import { emitApplication } from "../../../tools/compiler/emit/emit-application";
import { emitRuntime } from "../../../tools/compiler/emit/emit-runtime";
import { type DescribeOptions, describeTables } from "../../../tools/compiler/emit/openapi/describe-tables";
import { selectTables } from "../../../tools/compiler/emit/openapi/select-tables";
import type { Database } from "../../../tools/compiler/model/database";
import type { Service } from "../../../tools/compiler/model/service";
import { readRuntimeFiles } from "../../../tools/graph/read-runtime-files";
import { run } from "../../../tools/process/run";
import { stateDirectory } from "../../../tools/workspace/state-directory";

const root = join(__dirname, "../../..");

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every form
  readonly body: any;
}

export interface TableApplication {
  readonly service: Service;
  readonly database: Database;
  readonly stubs: readonly { readonly operation: string; readonly reason: string }[];
  readonly diagnostics: readonly string[];
  /** What the strict compiler says; empty: nothing. */
  typecheck(): Promise<string>;
  serve(databaseUrl: string): Promise<TableService>;
  remove(): void;
}

export interface TableService {
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  stop(): Promise<void>;
}

/** The service that is made from the tables of an SQL text, in a folder of its own. */
export async function makeTableApplication(
  sql: string,
  options: Omit<DescribeOptions, "title">,
): Promise<TableApplication> {
  const read = { sqlPaths: ["schema.sql"], readText: (path: string) => (path === "schema.sql" ? sql : undefined) };
  const { database } = await compile(read);
  if (database === undefined) throw new Error("no database");
  const description = describeTables(database, selectTables(database.tables, []), { title: "Tables", ...options });
  const compilation = await compile({
    ...read,
    openapiPath: "openapi.yaml",
    readText: (path) => (path === "openapi.yaml" ? description.text : read.readText(path)),
  });
  const { service, document, links, diagnostics } = compilation;
  if (service === undefined || document === undefined) throw new Error("the description could not be read");
  const application = await emitApplication({
    service,
    document,
    database,
    links,
    spec: "openapi.yaml",
    framework: "fastify",
    hasServer: true,
    handlers: {},
  });
  // Below the workspace, so that packages are found.
  const folder = mkdtempSync(join(stateDirectory(root, "tmp"), "tables-"));
  const runtime = emitRuntime(readRuntimeFiles(), { framework: "fastify", hasDatabase: true });
  for (const { path, content } of [...application.files, ...runtime]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return {
    service,
    database,
    stubs: application.stubs,
    diagnostics: [...diagnostics, ...application.diagnostics].map(formatDiagnostic),
    async typecheck() {
      const tsc = join(root, "node_modules/typescript/bin/tsc");
      const outcome = await run({ program: process.execPath, arguments: [tsc, "-p", folder, "--pretty", "false"] });
      return outcome.stdout + outcome.stderr;
    },
    serve: (databaseUrl) => serve(folder, databaseUrl),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function serve(folder: string, databaseUrl: string): Promise<TableService> {
  const load = (path: string) => import(join(folder, "src/generated", path));
  const { readConfiguration } = await load("runtime/configuration.ts");
  const { createDatabase } = await load("runtime/database.ts");
  const { createServer } = await load("runtime/fastify/server.ts");
  const { register } = await load("register.ts");
  const { handlers } = await load("handlers.ts");
  const configuration = readConfiguration({ DATABASE_URL: databaseUrl, LOG_LEVEL: "silent", RATE_LIMIT_MAX: "0" });
  const db = createDatabase(configuration.databaseUrl);
  const app: FastifyInstance = await createServer({ configuration, checkReady: db.checkReady, close: db.close });
  await register(app, handlers, { configuration, db });
  await app.ready();
  return {
    async call(method, path, body) {
      const response = await app.inject({
        method: method as "GET",
        url: path,
        ...(body === undefined
          ? {}
          : { headers: { "content-type": "application/json" }, payload: JSON.stringify(body) }),
      });
      const isJson = String(response.headers["content-type"]).includes("json");
      return { status: response.statusCode, headers: response.headers, body: isJson ? response.json() : response.body };
    },
    stop: () => app.close(),
  };
}
