import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { importSPKI, jwtVerify } from "jose";
import { afterEach, beforeEach, expect, it } from "vitest";
import { freePort } from "../../../tools/process/free-port";
import { isPortFree } from "../../../tools/process/is-port-free";
import { type StartedProgram, start } from "../../../tools/process/start";
import { readRunFile } from "../../../tools/workspace/run-file";

let root: string;
const started: StartedProgram[] = [];

/** A small application by hand, with what `serve` relies on; it imports a workspace library by a path of tsconfig. */
const server = `import { createServer } from "node:http";
import { greeting } from "@tiny/library";
const { INSTANCE_ID: instance, PORT, HOST, ...environment } = process.env;
createServer((request, response) => {
  if (request.url === "/-/ready") response.end(JSON.stringify({ status: "ready", instance }));
  else if (request.url === "/environment") response.end(JSON.stringify(environment));
  else if (request.url === "/pid") response.end(String(process.pid));
  else response.end(greeting);
}).listen(Number(PORT), HOST);
`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "specline-serve-"));
  write("specs/tiny/specline.json", JSON.stringify({ kind: "api", directory: "apps/tiny", database: "db" }));
  write(
    "specs/tiny/openapi.json",
    JSON.stringify({
      openapi: "3.1.0",
      info: { title: "Tiny", version: "1" },
      paths: {
        "/": {
          get: {
            operationId: "hello",
            security: [{ token: ["tiny:read", "tiny:write"] }],
            responses: { "200": { description: "ok" } },
          },
        },
      },
      components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
    }),
  );
  write(
    "apps/tiny/tsconfig.json",
    JSON.stringify({ compilerOptions: { paths: { "@tiny/library": ["../../libraries/tiny.ts"] } } }),
  );
  write("libraries/tiny.ts", `export const greeting: string = "hello";\n`);
  write("apps/tiny/src/server.ts", server);
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((program) => program.stop("SIGKILL")));
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const database = "postgres://someone:s3cret@127.0.0.1:1/tiny";

async function serve(
  options: object = {},
  environment: Record<string, string> = { SPECLINE_LOADTEST_DATABASE_URL: database },
) {
  const lines: string[] = [];
  let onReady: () => void = () => {};
  const ready = new Promise<void>((resolve) => {
    onReady = resolve;
  });
  const program = await start({
    program: process.execPath,
    arguments: [join(__dirname, "run-serve.cjs"), root, JSON.stringify(options)],
    directory: join(__dirname, "../../.."),
    environment: {
      PATH: process.env.PATH ?? "",
      HOME: process.env.HOME ?? "/",
      DATABASE_URL: "postgres://production",
      PGHOST: "production",
      ...environment,
    },
    onLine: (line) => {
      lines.push(line);
      if (line.startsWith("specline: tiny is ready at http://127.0.0.1:")) onReady();
    },
  });
  started.push(program);
  const outcome = await Promise.race([ready.then(() => "ready" as const), program.ended]);
  return { program, outcome, text: () => lines.join("\n") };
}

async function get(path: string): Promise<string> {
  const url = readRunFile(root, "tiny")?.url;
  return (await fetch(`${url}${path}`)).text();
}

/** Resolves when a process is gone; the test's own time limit is the bound. */
async function untilGone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

it("serves until it is told to stop, and leaves nothing behind", async () => {
  const { program, outcome, text } = await serve();
  expect(outcome).toBe("ready");
  expect(await get("/")).toBe("hello");
  expect(text()).toContain("127.0.0.1:1/tiny");
  expect(text()).not.toContain("s3cret");

  const file = readRunFile(root, "tiny");
  expect(text()).toContain("token for trying it out is in .specline/run/tiny.json (secrets.token)");
  expect(text()).not.toContain(file?.secrets.token ?? "");
  expect(statSync(join(root, ".specline/run/tiny.json")).mode & 0o077).toBe(0);
  const environment = JSON.parse(await get("/environment")) as Record<string, string>;
  expect(environment).toMatchObject({ DATABASE_URL: database, RATE_LIMIT_MAX: "0" });
  expect(environment).not.toHaveProperty("PGHOST");
  const key = await importSPKI(environment.JWT_PUBLIC_KEY ?? "", "ES256");
  const { payload } = await jwtVerify(file?.secrets.token ?? "", key, {
    issuer: environment.JWT_ISSUER ?? "",
    audience: environment.JWT_AUDIENCE ?? "",
  });
  expect(payload.scope).toBe("tiny:read tiny:write");

  await program.stop("SIGTERM", 20_000);
  expect(await program.ended).toBe(0);
  expect(existsSync(join(root, ".specline/run/tiny.json"))).toBe(false);
  expect(await isPortFree(Number(new URL(file?.url ?? "").port))).toBe(true);
});

it("takes its server with it when it is killed with SIGKILL", async () => {
  const { program, outcome } = await serve();
  expect(outcome).toBe("ready");
  const pid = Number(await get("/pid"));
  process.kill(program.pid, "SIGKILL");
  await untilGone(pid);
  expect(readRunFile(root, "tiny")).toBeUndefined();
});

it("shows the last lines of a server that ends before it is ready", async () => {
  write("apps/tiny/src/server.ts", `console.log("no configuration");\nthrow new Error("stopped early");\n`);
  const { outcome, text } = await serve();
  expect(outcome).toBe(1);
  expect(text()).toMatch(/stopped early[\s\S]*it ended with exit code 1/);
  expect(text()).toContain(
    "[serve/not-ready]\n  hint: The last lines that it wrote are above; all of them are in .specline/run/tiny.log.",
  );
  expect(readFileSync(join(root, ".specline/run/tiny.log"), "utf8")).toContain("no configuration");
});

it("gives up on a server that never becomes ready", async () => {
  write("apps/tiny/src/server.ts", `setInterval(() => {}, 1000);\n`);
  const { outcome, text } = await serve({ readyTimeout: 1 });
  expect(outcome).toBe(1);
  expect(text()).toContain("not within 1 s");
});

it("says where the code is wrong when it cannot be bundled", async () => {
  write("apps/tiny/src/server.ts", `import "./nothing.js";\n`);
  const { outcome, text } = await serve();
  expect(outcome).toBe(1);
  expect(text()).toContain('Could not resolve "./nothing.js"');
  expect(text()).toContain("apps/tiny/src/server.ts:1:7");
  expect(text()).toContain("[serve/bundle-failed]\n  hint: Mend the code at that place; `nx run tiny:typecheck`");
  expect(existsSync(join(root, ".specline/run/tiny.json"))).toBe(false);
});

it("says how to get an application when there is none to start", async () => {
  rmSync(join(root, "apps/tiny/src/server.ts"));
  const { outcome, text } = await serve();
  expect(outcome).toBe(1);
  expect(text()).toContain(
    "There is no apps/tiny/src/server.ts to start. [serve/entry-missing]\n  hint: Run `nx g route-from-spec`",
  );
  expect(existsSync(join(root, ".specline"))).toBe(false);
});

it("refuses a port in use, and leaves its owner alone", async () => {
  const port = await freePort();
  const owner = createServer();
  await new Promise<void>((resolve) => owner.listen(port, "127.0.0.1", resolve));
  const { outcome, text } = await serve({ port });
  expect(outcome).toBe(1);
  expect(text()).toContain(`Another program listens on port ${port} of 127.0.0.1. [serve/port-in-use]`);
  await new Promise((resolve) => owner.close(resolve));
});

it.each([70000, 80.5, 0])("refuses the port %d before anything is started", async (port) => {
  const { outcome, text } = await serve({ port });
  expect(outcome).toBe(1);
  expect(text()).toBe(
    `error: --port=${port} is refused: it must be a whole number from 1 to 65535. [option/out-of-range]\n  hint: Give such a number, or leave the option out.`,
  );
  expect(existsSync(join(root, ".specline"))).toBe(false);
});

it("listens on the port that is asked for", async () => {
  const port = await freePort();
  const { outcome } = await serve({ port });
  expect(outcome).toBe("ready");
  expect(readRunFile(root, "tiny")?.url).toBe(`http://127.0.0.1:${port}`);
});

it.each([
  ["no database is named or running, though DATABASE_URL is set", {}, {}, "[serve/no-database]"],
  [
    "a password stands in the option",
    { connection: "postgres://u:s3cret@127.0.0.1/x" },
    {},
    "[database/password-in-option]",
  ],
  ["the variable is not set", { connection: "env:NOT_SET" }, {}, "[database/connection-variable-unset]"],
])("refuses when %s", async (_, options, environment, code) => {
  const { outcome, text } = await serve(options, environment);
  expect(outcome).toBe(1);
  expect(text()).toContain(code);
  expect(text()).not.toContain("s3cret");
});

it("reports a broken description with its place", async () => {
  write("specs/tiny/openapi.json", `{ "openapi": "3.1.0", `);
  const { outcome, text } = await serve();
  expect(outcome).toBe(1);
  expect(text()).toMatch(/^specs\/tiny\/openapi\.json:1:\d+: error: /m);
});
