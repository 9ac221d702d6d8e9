import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ExecutorContext } from "@nx/devkit";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import load from "../../../executors/load/executor";
import loadtest, { type LoadtestOptions } from "../../../executors/loadtest/executor";
import { compile } from "../../../tools/compiler/compile";
import { emitLoadTests } from "../../../tools/compiler/emit/load-test/emit-load-tests";
import { keyForms } from "../../../tools/k6/keys/key-forms";
import { run } from "../../../tools/process/run";
import { makeBearerToken } from "../../../tools/server/bearer-token";
import { serverEnvironment } from "../../../tools/server/server-environment";
import { writeRunFile } from "../../../tools/workspace/run-file";
import { stateDirectory } from "../../../tools/workspace/state-directory";
import { writeApplication } from "../../golden/write-application";
import { keyedSpec } from "./keyed-spec";
import { type LocalServer, startLocalServer } from "./local-server";
import { realK6 } from "./real-k6";

// Below the workspace, where the packages of the frameworks are found.
const root = mkdtempSync(join(stateDirectory(join(__dirname, "../../.."), "tmp"), "keys-"));
const token = makeBearerToken("keyed", []);
const nonce = "the-nonce";

/** With what a URL, a header and JSON write in another way. */
const right = {
  SPECLINE_KEY_ADMIN: 'adm1n-k3y/+<&>\'s "own"',
  SPECLINE_KEY_QUERY_KEY: "qu3ry k3y&=/%ü",
  SPECLINE_KEY_SESSION: "s3ss10n/~value",
  SPECLINE_KEY_LOGIN: "jane:p4ss:w0rd ü",
};
const allForms = [
  ...keyForms(right.SPECLINE_KEY_ADMIN, "header"),
  ...keyForms(right.SPECLINE_KEY_QUERY_KEY, "query"),
  ...keyForms(right.SPECLINE_KEY_SESSION, "cookie"),
  ...keyForms(right.SPECLINE_KEY_LOGIN, "basic"),
];

const write = process.stdout.write.bind(process.stdout);
let printed = "";
let stop: () => Promise<void>;
const rows = new Map<number, { id: number; name: string }>();

beforeAll(async () => {
  const text = JSON.stringify(keyedSpec);
  mkdirSync(join(root, "specs/keyed"), { recursive: true });
  writeFileSync(join(root, "specs/keyed/openapi.json"), text);
  const compilation = await compile({ openapiPath: "openapi.json", readText: () => text });
  if (compilation.service === undefined) throw new Error("no service");
  await writeApplication(join(root, "apps/server"), compilation, { framework: "fastify" });
  for (const { path, content } of emitLoadTests({
    service: compilation.service,
    links: [],
    resourceFolder: (name) => name,
  })) {
    mkdirSync(dirname(join(root, "apps/keyed", path)), { recursive: true });
    writeFileSync(join(root, "apps/keyed", path), content);
  }
  const started = await startKeyedServer();
  stop = started.stop;
  serve(`http://127.0.0.1:${started.port}`);
  process.stdout.write = ((more: string) => {
    printed += more;
    return true;
  }) as typeof process.stdout.write;
});

afterEach(() => {
  for (const name of Object.keys(process.env)) if (/^SPECLINE_(COMPARE_)?KEY_/.test(name)) delete process.env[name];
});

afterAll(async () => {
  process.stdout.write = write;
  await stop?.();
  rmSync(root, { recursive: true, force: true });
});

function serve(url: string) {
  const secrets = { token: token.token, ...token.faulty };
  writeRunFile(root, { project: "keyed", pid: process.pid, url, nonce, secrets });
}

/**
 * A generated server whose `src/auth.ts` knows the right keys.
 *
 * @param isLenient whether the first characters of one will do
 */
async function startKeyedServer(isLenient = false): Promise<{ port: number; stop: () => Promise<void> }> {
  const importOf = (path: string) => import(join(root, "apps/server/src/generated", path));
  const [{ readConfiguration }, { createServer }, { register }] = await Promise.all(
    ["runtime/configuration.ts", "server.ts", "register.ts"].map(importOf),
  );
  const configuration = readConfiguration({
    ...serverEnvironment(token, undefined),
    PORT: "0",
    LOG_LEVEL: "silent",
    INSTANCE_ID: nonce,
  });
  const isRight = (expected: string) => (given: string) =>
    given === expected || (isLenient && expected.startsWith(given)) ? { subject: "jane" } : undefined;
  const verifiers = {
    admin: isRight(right.SPECLINE_KEY_ADMIN),
    "query.key": isRight(right.SPECLINE_KEY_QUERY_KEY),
    session: isRight(right.SPECLINE_KEY_SESSION),
    login: isRight(Buffer.from(right.SPECLINE_KEY_LOGIN).toString("base64")),
  };
  let next = 1;
  rows.set(next, { id: next, name: "first" });
  type Input = { readonly path: { readonly itemId: number }; readonly body: { readonly name: string } };
  const missing = { status: 404, body: { error: { code: "none", message: "none", requestId: "1" } } };
  const handlers = {
    listItems: async () => ({ status: 200, body: [...rows.values()].slice(0, 5) }),
    createItem: async ({ body }: Input) => {
      const row = { id: ++next, name: body.name };
      rows.set(row.id, row);
      return { status: 201, body: row };
    },
    getItem: async ({ path }: Input) => {
      const row = rows.get(path.itemId);
      return row === undefined ? missing : { status: 200, body: row };
    },
    renameItem: async ({ path, body }: Input) => {
      if (!rows.has(path.itemId)) return missing;
      rows.set(path.itemId, { id: path.itemId, name: body.name });
      return { status: 200, body: rows.get(path.itemId) };
    },
    deleteItem: async ({ path }: Input) => (rows.delete(path.itemId) ? { status: 204 } : missing),
    createNote: async () => ({ status: 201, body: { id: 1 } }),
  };
  const server = await createServer({ configuration });
  await register(server.app, handlers, { configuration, verifiers });
  return server.start();
}

interface ReportJson {
  readonly verdict: string;
  readonly reasons: readonly string[];
  readonly data: {
    readonly operations: readonly { readonly operation: string; readonly statuses: Record<string, number> }[];
    readonly skipped: readonly { readonly operation: string; readonly reason: string }[];
    readonly cases: readonly {
      readonly operation: string;
      readonly case: string;
      readonly outcome: string;
      readonly got: string;
      readonly curl: string | null;
    }[];
    readonly notAttacked: readonly { readonly operation: string; readonly reason: string }[];
  };
}

interface ComparisonData {
  readonly errors: readonly { readonly operation: string; readonly baseline: number; readonly candidate: number }[];
  readonly skipped: readonly object[];
}

const context = (projectName: string) =>
  ({ root, projectName, projectsConfigurations: { version: 2, projects: {} } }) as unknown as ExecutorContext;

async function test(keys: Readonly<Record<string, string>>, options: Partial<LoadtestOptions> = {}) {
  Object.assign(process.env, keys);
  printed = "";
  rmSync(join(root, ".specline/reports"), { recursive: true, force: true });
  const { success } = await loadtest(
    {
      ...{ api: "keyed", directory: "apps/keyed", resource: "items", rate: 5, duration: "2s", p95Ms: 20_000 },
      ...options,
    },
    context("keyed-items"),
  );
  const file = join(root, ".specline/reports/keyed-items/loadtest.json");
  const report =
    readdirSync(root).includes(".specline") && filesIn(root).includes(file)
      ? (JSON.parse(readFileSync(file, "utf8")) as ReportJson)
      : undefined;
  return { success, report, printed };
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name));
}

/** Everything that was printed and written. */
function expectNoKeyIn(text: string) {
  const written = filesIn(root).map((path) => [path, readFileSync(path, "utf8")] as const);
  for (const [place, content] of [["output", text] as const, ...written])
    for (const form of allForms) expect(content.includes(form), `${form} in ${place}`).toBe(false);
}

const called = (report: ReportJson | undefined) =>
  Object.fromEntries((report?.data.operations ?? []).map((one) => [one.operation, Object.keys(one.statuses)]));

describe("keys of the user's", () => {
  it.each([
    ["one process", {}],
    ["several processes", { instances: 2 }],
    ["one request of each", { scenario: "smoke", rate: undefined, duration: undefined }],
  ] as const)("open what only they open (%s)", async (_, options) => {
    const { success, report, printed: text } = await test(right, options as Partial<LoadtestOptions>);
    expect(success, text).toBe(true);
    expect(called(report)).toEqual({
      listItems: ["200"],
      createItem: ["201"],
      getItem: ["200"],
      renameItem: ["200"],
      deleteItem: ["204"],
    });
    expect(report?.data.skipped).toEqual([]);
    expect(text).not.toContain("left out");
    expectNoKeyIn(text);
    expect(rows.size).toBe(1);
  });

  it("are missed by name before anything is sent, and the rest is measured", async () => {
    const { success, report, printed: text } = await test({ SPECLINE_KEY_ADMN: "a-typo" });
    expect(success, text).toBe(true);
    expect(called(report)).toEqual({ listItems: ["200"] });
    expect(text).toContain("left out, for want of SPECLINE_KEY_ADMIN and SPECLINE_KEY_QUERY_KEY: getItem");
    expect(text).toContain("set, but no key of these operations: SPECLINE_KEY_ADMN");
    expect(report?.data.skipped).toContainEqual({
      operation: "createItem",
      reason: "it needs a key: set SPECLINE_KEY_ADMIN",
    });
    expect(text).not.toContain("a-typo");
  });

  it("open what some of them open", async () => {
    const { SPECLINE_KEY_ADMIN, SPECLINE_KEY_LOGIN } = right;
    const { success, report, printed: text } = await test({ SPECLINE_KEY_ADMIN, SPECLINE_KEY_LOGIN });
    expect(success, text).toBe(true);
    expect(called(report)).toEqual({ listItems: ["200"], createItem: ["201"], deleteItem: ["204"] });
    expect(text).toContain("left out, for want of SPECLINE_KEY_ADMIN and SPECLINE_KEY_SESSION: renameItem");
  });

  it("that are wrong fail the run, and the reason says which", async () => {
    const wrong = "wr0ng-query-key";
    const { success, report, printed: text } = await test({ ...right, SPECLINE_KEY_QUERY_KEY: wrong });
    expect(success).toBe(false);
    expect(report?.verdict).toBe("thresholds-crossed");
    expect(called(report).getItem).toEqual(["401"]);
    expect(report?.reasons.join("\n")).toMatch(
      /the service denies what is sent with SPECLINE_KEY_ADMIN and SPECLINE_KEY_QUERY_KEY \(401 or 403\): getItem (\d+) of \1$/,
    );
    expect([text, JSON.stringify(report)].join("\n")).not.toContain(wrong);
  });

  it.each([
    [{ SPECLINE_KEY_LOGIN: "p4ssw0rd-alone" }, "no colon between user and password"],
    [{ SPECLINE_KEY_ADMIN: "two\nl1nes-here" }, "a line break"],
    [{ SPECLINE_KEY_SESSION: "s3ss10n;other" }, "no blanks, quotes, commas or semicolons"],
  ])("that cannot be sent are refused: %#", async (keys, reason) => {
    const { success, report, printed: text } = await test(keys);
    expect(success).toBe(false);
    expect(report).toBeUndefined();
    expect(text).toContain("load/key-refused");
    expect(text).toContain(reason);
    for (const value of Object.values(keys)) expect(text).not.toContain(value);
  });

  it("are in no baseline", async () => {
    const options = { saveBaseline: "baseline.json", rounds: 6, duration: "1s" };
    const { success, printed: text } = await test(right, options);
    expect(success, text).toBe(true);
    expect(text).toContain("kept in baseline.json");
    expect(readFileSync(join(root, "baseline.json"), "utf8")).toContain("deleteItem");
    expectNoKeyIn(text);
    for (const name of Object.keys(right)) delete process.env[name];
    const without = await test({}, { baseline: "baseline.json", duration: undefined, rate: undefined } as object);
    expect(without.success).toBe(false);
    expect(without.printed).toContain("it has createItem, and now it needs a key: set SPECLINE_KEY_ADMIN");
  });

  it("go to a compared server on this machine", async () => {
    const other = await startKeyedServer();
    Object.assign(process.env, right);
    printed = "";
    try {
      const options = {
        resource: "items",
        compareUrl: `http://127.0.0.1:${other.port}`,
        rounds: 6,
        duration: "1s",
        rate: 5,
      };
      await load(options, context("keyed"));
      const path = join(root, ".specline/reports/keyed/load.json");
      // Whether one is slower than the other says nothing here.
      const { data } = JSON.parse(readFileSync(path, "utf8")) as { readonly data: ComparisonData };
      expect(data.errors.map((one) => [one.operation, one.baseline, one.candidate])).toEqual(
        ["createItem", "deleteItem", "getItem", "listItems", "renameItem"].map((operation) => [operation, 0, 0]),
      );
      expect(data.skipped).toEqual([]);
      expectNoKeyIn(printed);
    } finally {
      await other.stop();
    }
  });

  it("are hidden where a server gives them back, and where k6 names a URL that fails", async () => {
    const kept = JSON.parse(readFileSync(join(root, ".specline/run/keyed.json"), "utf8")) as { readonly url: string };
    let made = 0;
    const echo: LocalServer = await startLocalServer((request, response) => {
      const { url = "", headers, method } = request;
      if (url.startsWith("/-/")) return void response.end(JSON.stringify({ status: "ready", instance: nonce }));
      if (/\/items\/\d/.test(url) && method === "GET") return void response.destroy();
      response.setHeader("content-type", "application/json");
      const login = Buffer.from(headers.authorization?.slice(6) ?? "", "base64").toString();
      const said = [headers["x-admin-key"], headers.cookie, login, headers.authorization].filter(Boolean).map(String);
      response.statusCode = method === "POST" ? 201 : 200;
      // A body that breaks the description is told with what k6 said of requests that failed.
      if (method === "POST" && ++made > 8) return void response.end(said.join(" "));
      // Also as names of properties, which stand in the place of what is wrong.
      const body = { id: 7, name: said.join(" "), ...Object.fromEntries(said.map((one) => [one, one])) };
      response.end(JSON.stringify(method === "GET" ? [] : body));
    });
    try {
      serve(echo.url);
      const { success, report, printed: text } = await test(right);
      expect(success).toBe(false);
      expect(text).toContain("/items/7?api_key=***");
      expect(report?.verdict).toBe("contract-broken");
      expect(JSON.stringify(report?.data)).toContain('"keyword":"type"');
      expectNoKeyIn(text);
    } finally {
      await echo.close();
      serve(kept.url);
    }
  });

  it("are read by a script that is run by hand", async () => {
    const { path } = await realK6();
    const { url } = JSON.parse(readFileSync(join(root, ".specline/run/keyed.json"), "utf8")) as {
      readonly url: string;
    };
    const byHand = (environment: Readonly<Record<string, string>>) =>
      run({
        program: path,
        arguments: ["run", "--quiet", "--address=", "--no-usage-report", "src/resources/items/generated/load-test.js"],
        directory: join(root, "apps/keyed"),
        environment: {
          PATH: process.env.PATH ?? "",
          HOME: root,
          BASE_URL: url,
          DURATION: "1",
          RATE: "3",
          ...environment,
        },
      });
    const without = await byHand({});
    expect(without.exitCode, without.stderr).toBe(0);
    expect(without.stderr).toContain("left out: deleteItem needs SPECLINE_KEY_ADMIN and SPECLINE_KEY_LOGIN");
    const before = rows.size;
    const withKeys = await byHand(right);
    expect(withKeys.exitCode, withKeys.stdout + withKeys.stderr).toBe(0);
    expect(withKeys.stderr).not.toContain("left out");
    expect(rows.size).toBe(before);
    expect((await byHand({ ...right, SPECLINE_KEY_ADMIN: "wrong" })).exitCode).toBe(99);
  });

  it("are sent with what an attack sends, and near misses of them are refused", async () => {
    const { success, report, printed: text } = await test(right, { scenario: "attack" });
    const found = report?.data.cases.filter((one) => one.curl !== null) ?? [];
    expect(found.map((one) => `${one.operation} ${one.case} → ${one.outcome}, ${one.got}`)).toEqual([]);
    expect(success, text).toBe(true);
    expect(report?.data.notAttacked).toEqual([]);
    const names = report?.data.cases.map((one) => `${one.operation} ${one.case}`) ?? [];
    expect(names).toEqual(
      expect.arrayContaining([
        "createItem body.name: longer than maxLength",
        "getItem path.itemId: below minimum",
        "createItem credential admin: none",
        "createItem credential admin: a wrong key",
        "createItem credential admin: the right key, cut short",
        "getItem credential query.key: the right key in the header and not in the query",
        "renameItem credential session: the right key and one character more",
        "deleteItem credential login: no base64",
        "deleteItem credential login: the right user with a wrong password",
      ]),
    );
    expectNoKeyIn(text);
  });

  it("are variables in what shows that near misses were taken", async () => {
    const kept = JSON.parse(readFileSync(join(root, ".specline/run/keyed.json"), "utf8")) as { readonly url: string };
    const lenient = await startKeyedServer(true);
    try {
      serve(`http://127.0.0.1:${lenient.port}`);
      const { success, report, printed: text } = await test(right, { scenario: "attack" });
      expect(success).toBe(false);
      expect(report?.verdict, text).toBe("attack-accepted");
      const curlOf = (name: string) => report?.data.cases.find((one) => `${one.operation} ${one.case}` === name)?.curl;
      expect(curlOf("createItem credential admin: the right key, cut short")).toContain('{SPECLINE_KEY_ADMIN%?}"');
      expect(curlOf("getItem credential query.key: the right key, cut short")).toContain('{SPECLINE_KEY_QUERY_KEY%?}"');
      expectNoKeyIn(text);
      for (const value of Object.values(right)) expect(JSON.stringify(report)).not.toContain(value.slice(0, -1));
    } finally {
      await lenient.stop();
      serve(kept.url);
    }
  });
});
