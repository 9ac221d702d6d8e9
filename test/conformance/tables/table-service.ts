import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { compile } from "../../../tools/compiler/compile";
import { formatDiagnostic } from "../../../tools/compiler/diagnostics/format-diagnostic";
import { type DescribeOptions, describeTables } from "../../../tools/compiler/emit/openapi/describe-tables";
import { selectTables } from "../../../tools/compiler/emit/openapi/select-tables";
import type { FrameworkName } from "../../../tools/compiler/emit/routes/frameworks";
import type { Database } from "../../../tools/compiler/model/database";
import type { Service } from "../../../tools/compiler/model/service";
import { run } from "../../../tools/process/run";
import { stateDirectory } from "../../../tools/workspace/state-directory";
import { writeApplication } from "../../golden/write-application";

const root = join(__dirname, "../../..");
const options: DescribeOptions = { title: "Tables", numbers: "exact", security: "none", errorFormat: "envelope" };

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

/** The service that is made from the tables of an SQL text for a framework, in a folder of its own. */
export async function makeTableApplication(sql: string, framework: FrameworkName): Promise<TableApplication> {
  const read = { sqlPaths: ["schema.sql"], readText: (path: string) => (path === "schema.sql" ? sql : undefined) };
  const { database } = await compile(read);
  if (database === undefined) throw new Error("no database");
  const description = describeTables(database, selectTables(database.tables, []), options);
  const compilation = await compile({
    ...read,
    openapiPath: "openapi.yaml",
    readText: (path) => (path === "openapi.yaml" ? description.text : read.readText(path)),
  });
  const { service, diagnostics } = compilation;
  if (service === undefined) throw new Error("the description could not be read");
  // Below the workspace, so that packages are found.
  const folder = mkdtempSync(join(stateDirectory(root, "tmp"), "tables-"));
  const application = await writeApplication(folder, compilation, { framework });
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
  const [{ readConfiguration }, { createDatabase }, { createServer }, { register }, { handlers }] = await Promise.all(
    ["runtime/configuration.ts", "runtime/database.ts", "server.ts", "register.ts", "handlers.ts"].map(load),
  );
  const environment = { DATABASE_URL: databaseUrl, PORT: "0", LOG_LEVEL: "silent", RATE_LIMIT_MAX: "0" };
  const configuration = readConfiguration(environment);
  const db = createDatabase(configuration.databaseUrl);
  const server = await createServer({ configuration, checkReady: db.checkReady, close: db.close });
  await register(server.app, handlers, { configuration, db });
  const { port, stop } = await server.start();
  return {
    async call(method, path, body) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get("content-type")?.includes("json") === true;
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: isJson ? JSON.parse(text) : text,
      };
    },
    stop,
  };
}
