import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { SignJWT } from "jose";
import type { FrameworkName } from "../../../tools/compiler/emit/routes/frameworks";
import { bundleServer } from "../../../tools/server/bundle-server";
import { stateDirectory } from "../../../tools/workspace/state-directory";
import type { Bench, Group } from "../bench";
import { type ContenderProcess, type LoadProcess, startContender, startLoad } from "../server/contender-process";
import type { Sent } from "../server/load";
import { printShopEntry } from "../server/print-shop-entry";

const root = join(__dirname, "../../..");
const server = join(__dirname, "../server");
const requests = 500;
/** Until then the engine still compiles; they fall into the round that is not counted. */
const warmUpRequests = 8_000;
const connections = 8;

const frameworks: Readonly<Record<FrameworkName, readonly string[]>> = {
  express: ["express-by-hand", "express-openapi-validator"],
  fastify: ["fastify-by-hand", "fastify-ajv"],
  koa: ["koa-by-hand"],
};

/**
 * The generated shop beside the same routes written by hand, and beside what validates requests elsewhere: CPU time of the
 * server's process for each request, everything else being equal. The database answers from memory.
 */
export async function open(): Promise<Bench> {
  const folder = mkdtempSync(join(stateDirectory(root, "tmp"), "bench-server-"));
  const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const environment = {
    NODE_ENV: "production",
    PORT: "0",
    RATE_LIMIT_MAX: "1000000000",
    JWT_PUBLIC_KEY: keys.publicKey.export({ type: "spki", format: "pem" }) as string,
  };
  const started: { stop(): void }[] = [];
  const close = () => {
    for (const one of started) one.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const bundle = async (entry: string, name: string) => {
    const output = join(folder, `${name}.mjs`);
    const outcome = await bundleServer({ workspaceRoot: root, entry, output });
    if (outcome.kind === "failed") throw new Error(outcome.reasons.join("\n"));
    return output;
  };
  const start = async (program: string, more: Readonly<Record<string, string>> = {}) => {
    const contender = await startContender(program, { environment: { ...environment, ...more } });
    started.push(contender);
    return contender;
  };

  try {
    const calls = callsOf(await tokenOf(keys.privateKey));
    const load = startLoad(await bundle(join(server, "send-load.ts"), "send-load"));
    started.push(load);
    const groups: Group[] = [];
    for (const [framework, names] of Object.entries(frameworks)) {
      const shop = await bundle(await printShopEntry(framework as FrameworkName), `${framework}-generated`);
      const contenders = new Map<string, ContenderProcess>();
      for (const [index, name] of names.entries()) {
        contenders.set(name, await start(await bundle(join(server, `contenders/${name}.ts`), name)));
        if (index > 0) continue;
        contenders.set(`${framework}-generated`, await start(shop));
        contenders.set(`${framework}-generated, enforce`, await start(shop, { RESPONSE_VALIDATION: "enforce" }));
        contenders.set(`${framework}-generated, no token kept`, await start(shop, { JWT_CACHE_SECONDS: "0" }));
      }
      await expectSameAnswers(contenders, calls);
      groups.push(...calls.measured.map((call) => groupOf(framework, call, contenders, load)));
    }
    return { groups, close };
  } catch (error) {
    close();
    throw error;
  }
}

interface Call {
  readonly title: string;
  readonly sent: Sent;
  readonly status: number;
}

interface Calls {
  readonly measured: readonly Call[];
  readonly refused: readonly Call[];
}

function callsOf(token: string): Calls {
  const base = { accept: "application/json", "user-agent": "bench" };
  const writes = { ...base, authorization: `Bearer ${token}`, "content-type": "application/json" };
  const items = [1, 2, 3].map((id) => ({ productId: id * 10, quantity: id }));
  const order = { customerId: 7, note: "Leave it at the door.", items };
  const post = (body: unknown, headers: Sent["headers"] = writes): Sent => {
    const text = JSON.stringify(body);
    const length = String(Buffer.byteLength(text));
    return { method: "POST", path: "/v1/orders", headers: { ...headers, "content-length": length }, body: text };
  };
  const get = (path: string): Sent => ({ method: "GET", path, headers: base });
  const { authorization: _, ...anonymous } = writes;
  return {
    measured: [
      { title: "create an order", sent: post(order), status: 201 },
      { title: "list products", sent: get("/v1/products?limit=20&isActive=true&sort=-createdAt"), status: 200 },
    ],
    refused: [
      { title: "no item", sent: post({ ...order, items: [] }), status: 400 },
      { title: "no token", sent: post(order, anonymous), status: 401 },
      { title: "too long a page", sent: get("/v1/products?limit=1000"), status: 400 },
    ],
  };
}

function tokenOf(key: ReturnType<typeof generateKeyPairSync>["privateKey"]): Promise<string> {
  const claims = new SignJWT({ scope: "orders:read orders:write" }).setProtectedHeader({ alg: "ES256" });
  return claims.setSubject("bench").setIssuedAt().setExpirationTime("1d").sign(key);
}

/** Who answers something else does other work. Validators word their findings differently: of those the code counts. */
async function expectSameAnswers(contenders: ReadonlyMap<string, ContenderProcess>, calls: Calls): Promise<void> {
  for (const { title, sent, status } of [...calls.measured, ...calls.refused]) {
    const answers = new Map<string, unknown>();
    for (const [name, { port }] of contenders) {
      const response = await fetch(`http://127.0.0.1:${port}${sent.path}`, {
        method: sent.method,
        headers: { ...sent.headers, "x-request-id": "same" },
        ...(sent.body === undefined ? {} : { body: sent.body }),
      });
      const body = (await response.json()) as { readonly error?: { readonly code: string } };
      const headers = [...response.headers].filter(
        ([one]) => !/^(date|connection|keep-alive|content-length)$/.test(one),
      );
      const answer = { status: response.status, headers: Object.fromEntries(headers), body: body.error?.code ?? body };
      if (answer.status !== status) throw new Error(`${name} answers ${answer.status} to ${title}`);
      answers.set(name, answer);
    }
    const [[first, expected] = []] = answers;
    for (const [name, answer] of answers) {
      if (isDeepStrictEqual(answer, expected)) continue;
      throw new Error(
        `${name} and ${first} differ in ${title}: ${JSON.stringify(answer)} and ${JSON.stringify(expected)}`,
      );
    }
  }
}

function groupOf(
  framework: string,
  { title, sent, status }: Call,
  contenders: ReadonlyMap<string, ContenderProcess>,
  load: LoadProcess,
): Group {
  return {
    title: `${framework}: ${title}`,
    unit: "µs of CPU a request",
    contenders: [...contenders].map(([name, contender]) => {
      let isWarm = false;
      return {
        name,
        async sample() {
          const count = isWarm ? requests : warmUpRequests;
          isWarm = true;
          const before = await contender.cpuMicroseconds();
          await load.send({ port: contender.port, sent, status, requests: count, connections });
          return ((await contender.cpuMicroseconds()) - before) / count;
        },
      };
    }),
  };
}
