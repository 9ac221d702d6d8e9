import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { FsTree } from "nx/src/devkit-internals";
import { planApplication } from "../../../tools/graph/application/plan-application";
import type { ApiConfig } from "../../../tools/workspace/project-config";
import { must, nx } from "../../e2e/harness/command";
import { corpus } from "../../e2e/harness/corpus";
import { installedWorkspace } from "../../e2e/harness/installed-workspace";
import type { Bench, Group } from "../bench";
import { cpuMeter } from "../cpu-meter";
import { elapsedMs } from "../measure";

const root = join(__dirname, "../../..");

const real = [
  ["petstore", "petstore-3.0.json"],
  ["stripe", "stripe-2023-09.yaml"],
  ["github", "github.json"],
] as const;

interface Subject {
  readonly api: string;
  readonly file: string;
  readonly database?: string;
}

/**
 * `nx g route-from-spec` against the openapi-typescript command on the same description. The command makes one file of types;
 * ours makes the whole application.
 */
export async function open(): Promise<Bench> {
  const scratch = mkdtempSync(join(tmpdir(), "specline-bench-"));
  const packed = await must(root, "npm", ["pack", "--json", "--pack-destination", scratch]);
  const [{ filename }] = JSON.parse(packed.slice(packed.indexOf("[\n"))) as [{ filename: string }];
  const workspace = await installedWorkspace("npm", scratch, join(scratch, filename));
  writeFileSync(
    join(workspace, "nx.json"),
    `{ "analytics": false, "neverConnectToCloud": true, "plugins": ["specline"] }`,
  );
  mkdirSync(join(workspace, "specs"));
  cpSync(join(root, "specs/shop/openapi.yaml"), join(workspace, "specs/shop/openapi.yaml"));
  cpSync(join(root, "specs/db/schema.sql"), join(workspace, "specs/db/schema.sql"));
  const subjects: Subject[] = [{ api: "shop", file: "specs/shop/openapi.yaml", database: "db" }];
  if (corpus === undefined) console.log("No corpus folder (SPECLINE_CORPUS): real descriptions are left out.");
  else {
    for (const [api, source] of real) {
      const file = `specs/${api}/openapi${extname(source)}`;
      cpSync(join(corpus, "openapi", source), join(workspace, file));
      subjects.push({ api, file });
    }
  }
  return {
    groups: subjects.flatMap((subject) => [asProcesses(workspace, subject), inThisProcess(workspace, subject)]),
    close: () => rmSync(scratch, { recursive: true, force: true }),
  };
}

function asProcesses(workspace: string, { api, file, database }: Subject): Group {
  const types = join(workspace, `${api}.d.ts`);
  const cli = join(root, "node_modules/openapi-typescript/bin/cli.js");
  const { environment, cpuMs } = cpuMeter(workspace);
  const cpuMsOf = (work: () => Promise<unknown>) => async () => {
    await work();
    return cpuMs();
  };
  const options = database === undefined ? [] : [`--database=${database}`];
  return {
    title: `${api}, whole processes`,
    unit: "CPU ms",
    contenders: [
      {
        name: "openapi-typescript",
        before: () => rmSync(types, { force: true }),
        sample: cpuMsOf(async () => {
          await must(workspace, process.execPath, [cli, file, "--output", types], environment);
          if (!existsSync(types)) throw new Error("openapi-typescript wrote nothing");
        }),
      },
      {
        name: "nx g route-from-spec",
        before: () => {
          rmSync(join(workspace, "apps", api), { recursive: true, force: true });
          rmSync(join(workspace, "specs", api, "specline.json"), { force: true });
        },
        sample: cpuMsOf(async () => {
          const command = ["g", "route-from-spec", api, ...options];
          const { exitCode, stdout, stderr } = await nx(workspace, command, environment);
          if (exitCode !== 0 || !existsSync(join(workspace, "apps", api, "src/server.ts")))
            throw new Error(stdout + stderr);
        }),
      },
      {
        name: "nx g route-from-spec, up to date",
        sample: cpuMsOf(async () => {
          const command = ["g", "route-from-spec", api, ...options];
          const { exitCode, stdout, stderr } = await nx(workspace, command, environment);
          if (exitCode !== 0) throw new Error(stdout + stderr);
        }),
      },
      {
        name: "nx show projects: the start of Nx",
        sample: cpuMsOf(() => nx(workspace, ["show", "projects"], environment)),
      },
    ],
  };
}

/** The same without the start of Node and Nx, each with its modules loaded. */
function inThisProcess(workspace: string, { api, file, database }: Subject): Group {
  const text = readFileSync(join(workspace, file), "utf8");
  const config: ApiConfig = {
    kind: "api",
    framework: "fastify",
    directory: `apps/${api}`,
    granularity: "resource",
    handlers: {},
    ...(database === undefined ? {} : { database }),
  };
  return {
    title: `${api}, in one process`,
    contenders: [
      {
        name: "openapi-typescript",
        sample: elapsedMs(async () => {
          const { default: openapiTS, astToString } = await import("openapi-typescript");
          return astToString(await openapiTS(text));
        }),
      },
      {
        name: "compile and emit",
        sample: elapsedMs(async () => {
          const plan = await planApplication(new FsTree(workspace, false), {
            openapiPath: file,
            config,
            hasServer: true,
          });
          if (plan.application === undefined) throw new Error(`${file} has errors`);
        }),
      },
    ],
  };
}
