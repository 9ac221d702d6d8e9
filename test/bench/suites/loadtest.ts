import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { compile } from "../../../tools/compiler/compile";
import { emitLoadTests } from "../../../tools/compiler/emit/load-test/emit-load-tests";
import { findK6 } from "../../../tools/k6/find-k6";
import { entryFor } from "../../../tools/k6/native-entry";
import { run } from "../../../tools/process/run";
import { startLocalServer } from "../../faults/load-test/local-server";
import type { Bench } from "../bench";
import type { Contender } from "../measure";

const users = 20;
/** So many that the start of a k6, which costs as much as a thousand requests or two, is little of what is measured. */
const k6Requests = 30_000;
const otherSeconds = 3;

/**
 * CPU time of the load generator for each request, on one server. The same users, number of requests, flags and output for
 * every k6: all scripts' own scenarios give way to these.
 */
export async function open(): Promise<Bench> {
  const found = await findK6(console.log);
  if (found.kind === "missing") throw new Error(found.problem.message);
  const k6 = found.k6.path;
  const folder = mkdtempSync(join(tmpdir(), "specline-bench-"));
  let requests = 0;
  const server = await startLocalServer((_, response) => {
    requests++;
    response.writeHead(200, { "content-type": "application/json" }).end(page);
  });
  const script = await writeGenerated(folder);
  const bare = write(folder, "bare.js", bareScript);
  const handWritten = write(folder, "hand-written.js", handWrittenScript);
  const native = entryFor(script, folder);

  /** Microseconds of CPU for each request that the server saw. */
  const cost = async (command: readonly string[], environment: Readonly<Record<string, string>>): Promise<number> => {
    const before = requests;
    const outcome = await run({
      program: "/bin/sh",
      arguments: ["-c", '"$@" >/dev/null 2>&1; times', "sh", ...command],
      directory: folder,
      environment: { PATH: process.env.PATH ?? "", HOME: folder, XDG_CONFIG_HOME: folder, ...environment },
    });
    const sent = requests - before;
    if (sent < 100) throw new Error(`${command.join(" ")} sent ${sent} requests: ${outcome.summary}`);
    return (childSeconds(outcome.stdout) * 1e6) / sent;
  };
  const byK6 = (name: string, path: string, checkEvery: number, iterations = k6Requests): Contender => ({
    name,
    sample: () =>
      cost(
        [
          k6,
          "run",
          "--quiet",
          "--address=",
          "--no-usage-report",
          "--summary-mode=disabled",
          "--out",
          `oashist=${join(folder, "run.ndjson")}`,
          "--vus",
          String(users),
          "--iterations",
          String(iterations),
          path,
        ],
        { BASE_URL: server.url, CHECK_EVERY: String(checkEvery), K6_AUTO_EXTENSION_RESOLUTION: "false" },
      ),
  });
  const byOther = async (name: string, words: readonly string[]): Promise<readonly Contender[]> => {
    const which = await run({ program: "/bin/sh", arguments: ["-c", `command -v ${name}`] });
    if (which.exitCode === 0) return [{ name, sample: () => cost([name, ...words, `${server.url}/items`], {}) }];
    console.log(`${name} is not on PATH: left out`);
    return [];
  };
  return {
    groups: [
      {
        title: "load generators: CPU for each request",
        unit: "µs",
        contenders: [
          byK6("k6, bare script", bare, 0),
          byK6("k6, generated, no checks", script, 0),
          byK6("k6, generated, 1 in 50 checked by the script", script, 50),
          byK6("k6, generated, 1 in 50 checked natively", native, 50),
          byK6("k6, generated, every response checked natively", native, 1),
          byK6("k6, generated, every response checked by the script", script, 1, k6Requests / 6),
          byK6("k6, hand-written, tags and checks on", handWritten, 0),
          ...(await byOther("autocannon", ["-c", String(users), "-d", String(otherSeconds)])),
          ...(await byOther("wrk", ["-t", "1", "-c", String(users), "-d", `${otherSeconds}s`])),
        ],
      },
    ],
    close: () => {
      void server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The second line of `times`: user and system time of the shell's children, `0m1.230s 0m0.110s`. */
function childSeconds(text: string): number {
  const line = text.trim().split("\n").at(-1) ?? "";
  const times = [...line.matchAll(/(\d+)m([\d.]+)s/g)].map(([, minutes, rest]) => Number(minutes) * 60 + Number(rest));
  if (times.length !== 2) throw new Error(`not what times prints: ${text}`);
  return times.reduce((sum, one) => sum + one, 0);
}

function write(folder: string, name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

async function writeGenerated(folder: string): Promise<string> {
  const { service } = await compile({ openapiPath: "api.json", readText: () => JSON.stringify(description) });
  if (service === undefined) throw new Error("no service");
  for (const { path, content } of emitLoadTests({ service, links: [], resourceFolder: (name) => name })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return join(folder, "src/resources/items/generated/load-test.js");
}

const item = {
  type: "object",
  required: ["id", "name", "state", "price", "madeAt", "tags"],
  properties: {
    id: { type: "integer", minimum: 1 },
    name: { type: "string", minLength: 1, maxLength: 80 },
    state: { enum: ["new", "paid", "sent"] },
    price: { type: "number", minimum: 0 },
    note: { type: ["string", "null"] },
    madeAt: { type: "string", format: "date-time" },
    tags: { type: "array", items: { type: "string" } },
  },
};

const description = {
  openapi: "3.1.0",
  info: { title: "Bench", version: "1.0.0" },
  paths: {
    "/items": {
      get: {
        operationId: "listItems",
        responses: {
          "200": {
            description: "ok",
            content: {
              "application/json": {
                schema: {
                  type: "object",
                  required: ["data"],
                  properties: { data: { type: "array", items: { $ref: "#/components/schemas/Item" } } },
                },
              },
            },
          },
        },
      },
    },
  },
  components: { schemas: { Item: item } },
};

const page = JSON.stringify({
  data: [1, 2, 3].map((id) => ({
    id,
    name: `item ${id}`,
    state: "paid",
    price: 12.5,
    note: null,
    madeAt: "2026-01-01T10:00:00.000Z",
    tags: ["a", "b"],
  })),
});

const bareScript = `import http from "k6/http";

export const options = { discardResponseBodies: true, systemTags: ["status"] };

export default function () {
  http.get(__ENV.BASE_URL + "/items");
}
`;

/** What is checked by hand in most scripts, with k6's own tags. */
const handWrittenScript = `import http from "k6/http";
import { check, group } from "k6";

export default function () {
  group("items", () => {
    const response = http.get(__ENV.BASE_URL + "/items", { headers: { Accept: "application/json" } });
    check(response, {
      "status is 200": (r) => r.status === 200,
      "is JSON": (r) => String(r.headers["Content-Type"]).startsWith("application/json"),
      "has items": (r) => r.json().data.length > 0,
    });
  });
}
`;
