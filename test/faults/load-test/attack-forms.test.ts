import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ExecutorContext } from "@nx/devkit";
import Ajv2020 from "ajv/dist/2020";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import loadtest from "../../../executors/loadtest/executor";
import { compile } from "../../../tools/compiler/compile";
import { emitLoadTests } from "../../../tools/compiler/emit/load-test/emit-load-tests";
import { type FrameworkName, frameworks } from "../../../tools/compiler/emit/routes/frameworks";
import { makeBearerToken } from "../../../tools/server/bearer-token";
import { serverEnvironment } from "../../../tools/server/server-environment";
import { writeRunFile } from "../../../tools/workspace/run-file";
import { stateDirectory } from "../../../tools/workspace/state-directory";
import { writeApplication } from "../../golden/write-application";
import { formedSpec } from "./formed-spec";
import { lenientService } from "./lenient-service";
import { startLocalServer } from "./local-server";

interface Case {
  readonly operation: string;
  readonly class: string;
  readonly case: string;
  readonly outcome: string;
  readonly got: string;
  readonly curl: string | null;
}

interface Data {
  readonly cases: readonly Case[];
  readonly notAttacked: readonly { readonly operation: string; readonly reason: string }[];
}

type Verify = (credential: string) => object | undefined;

// Below the workspace, where the packages of the frameworks are found.
const root = mkdtempSync(join(stateDirectory(join(__dirname, "../../.."), "tmp"), "attack-forms-"));
const token = makeBearerToken("formed", []);
const nonce = "the-nonce";
const write = process.stdout.write.bind(process.stdout);
let printed = "";

const handlers = {
  createOrder: async () => ({ status: 201, body: { id: 1 } }),
  listOrders: async () => ({ status: 200, body: [] }),
  uploadPhoto: async () => ({ status: 201, body: { id: 1 } }),
  byKey: async () => ({ status: 200, body: {} }),
  byQuery: async () => ({ status: 200, body: {} }),
  byLogin: async () => ({ status: 200, body: {} }),
  byAny: async () => ({ status: 200, body: {} }),
  deleteSecret: async () => ({ status: 204 }),
  readVault: async () => ({ status: 200, body: {} }),
};

beforeAll(async () => {
  const text = JSON.stringify(formedSpec);
  mkdirSync(join(root, "specs/formed"), { recursive: true });
  writeFileSync(join(root, "specs/formed/openapi.json"), text);
  const compilation = await compile({ openapiPath: "openapi.json", readText: () => text });
  if (compilation.service === undefined) throw new Error("no service");
  for (const framework of Object.keys(frameworks))
    await writeApplication(join(root, "apps", framework), compilation, { framework: framework as FrameworkName });
  for (const { path, content } of emitLoadTests({
    service: compilation.service,
    links: [],
    resourceFolder: (name) => name,
  })) {
    mkdirSync(dirname(join(root, "apps/formed", path)), { recursive: true });
    writeFileSync(join(root, "apps/formed", path), content);
  }
  process.stdout.write = ((more: string) => {
    printed += more;
    return true;
  }) as typeof process.stdout.write;
});

afterAll(() => {
  process.stdout.write = write;
  rmSync(root, { recursive: true, force: true });
});

/** Attacks a generated server that runs in this process. */
async function attack(framework: string, verifiers: Readonly<Record<string, Verify>>, resource = "orders") {
  const load = (path: string) => import(join(root, "apps", framework, "src/generated", path));
  const [{ readConfiguration }, { createServer }, { register }] = await Promise.all(
    ["runtime/configuration.ts", "server.ts", "register.ts"].map(load),
  );
  const configuration = readConfiguration({
    ...serverEnvironment(token, undefined),
    PORT: "0",
    LOG_LEVEL: "silent",
    INSTANCE_ID: nonce,
  });
  const server = await createServer({ configuration });
  await register(server.app, handlers, { configuration, verifiers });
  const { port, stop } = await server.start();
  try {
    return await attackAt(`http://127.0.0.1:${port}`, resource);
  } finally {
    await stop();
  }
}

async function attackAt(url: string, resource = "orders") {
  printed = "";
  const secrets = { token: token.token, ...token.faulty };
  writeRunFile(root, { project: "formed", pid: process.pid, url, nonce, secrets });
  const { success } = await loadtest(
    {
      ...{ api: "formed", directory: "apps/formed", resource, rate: 5, duration: "2s" },
      ...{ scenario: "attack", p95Ms: 20_000 },
    },
    {
      root,
      projectName: "formed-orders",
      projectsConfigurations: { version: 2, projects: {} },
    } as unknown as ExecutorContext,
  );
  const file = (extension: string) =>
    readFileSync(join(root, `.specline/reports/formed-orders/loadtest.${extension}`), "utf8");
  const report = JSON.parse(file("json")) as { readonly verdict: string; readonly data: Data };
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  const schema = JSON.parse(readFileSync(join(__dirname, "../../../docs/schemas/load-attack.json"), "utf8")) as object;
  expect(ajv.validate(schema, report.data), ajv.errorsText()).toBe(true);
  return { success, report, html: file("html"), markdown: file("md"), printed };
}

const nobody = { key: () => undefined, queryKey: () => undefined, cookieKey: () => undefined, login: () => undefined };

describe("attack on forms, files, objects in the query and keys", () => {
  it.each(Object.keys(frameworks))("finds nothing in a generated server (%s)", async (framework) => {
    const { report, printed: text, success, html, markdown } = await attack(framework, nobody);
    const found = report.data.cases.filter((one) => one.curl !== null);
    expect(
      found.map((one) => `${one.operation} ${one.case} → ${one.outcome}, ${one.got}`),
      text,
    ).toEqual([]);
    expect(report.verdict, text).toBe("passed");
    expect(success).toBe(true);
    expect(report.data.notAttacked).toEqual([]);
    const classesOf = (operation: string) =>
      [...new Set(report.data.cases.filter((one) => one.operation === operation).map((one) => one.class))].sort();
    const ofForms = ["body", "injection", "media type", "method", "size", "syntax"];
    expect(classesOf("createOrder")).toEqual(ofForms);
    expect(classesOf("uploadPhoto")).toEqual(ofForms);
    expect(classesOf("listOrders")).toContain("parameters");
    for (const operation of ["byKey", "byQuery", "byLogin", "deleteSecret"])
      expect(classesOf(operation)).toEqual(["credentials"]);
    for (const shown of [text, html, markdown]) expect(shown).toContain("uploadPhoto");
    for (const shown of [text, html, JSON.stringify(report)]) expect(shown).not.toContain(token.token);
  });

  it("attacks what the usual flow cannot call at all", async () => {
    const { report, success, printed: text } = await attack("fastify", nobody, "vault");
    expect(report.data.cases.length, text).toBeGreaterThan(8);
    expect(report.verdict, text).toBe("passed");
    expect(text).toContain("there was no good traffic beside");
    expect(success).toBe(true);
  });

  it("finds what a hand-written service takes for right", async () => {
    const server = await startLocalServer(lenientService(nonce));
    try {
      const { report } = await attackAt(server.url);
      const accepted = report.data.cases.filter((one) => one.outcome === "accepted");
      const names = accepted.map((one) => `${one.operation} ${one.case}`);
      expect(names).toEqual(
        expect.arrayContaining([
          "createOrder body.quantity: hexadecimal",
          "createOrder body.quantity: given twice",
          "createOrder body.kind: not among its values",
          "createOrder body.address.city: missing",
          "createOrder body.ids: a text for array",
          "createOrder body: an unknown property",
          "uploadPhoto body.title: missing",
          "uploadPhoto body.photo: longer than maxLength",
          "uploadPhoto body: without its last boundary",
          "uploadPhoto header.Content-Type: without the boundary",
          "listOrders query.filter: missing",
          "listOrders query.filter.from: a text for integer",
          "byKey credential key: a wrong key",
          "byKey credential key: a key in the query and not in the header",
          "byLogin credential login: a user without a password",
        ]),
      );
      expect(names).not.toContain("createOrder body.quantity: missing");
      expect(names).not.toContain("byLogin credential login: a wrong user and password");
    } finally {
      await server.close();
    }
  });

  it("finds whoever lets everybody in", async () => {
    const anybody = { ...nobody, key: () => ({ subject: "any" }), login: () => ({ subject: "any" }) };
    const { report } = await attack("fastify", anybody);
    const accepted = report.data.cases.filter((one) => one.outcome === "accepted");
    const names = accepted.map((one) => `${one.operation} ${one.case}`);
    expect(names).toContain("byKey credential key: a wrong key");
    expect(names).toContain("byAny credential login: no base64");
    expect(names).toContain("byLogin credential login: a wrong user and password");
    expect(accepted.find((one) => one.case.includes("a wrong key"))?.curl).toContain(
      "-H 'X-Key: specline-0000000000000000'",
    );
    expect(report.verdict).toBe("attack-accepted");
  });
});
