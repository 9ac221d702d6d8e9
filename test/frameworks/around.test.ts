import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { type FrameworkName, frameworks } from "../../tools/compiler/emit/routes/frameworks";
import { stateDirectory } from "../../tools/workspace/state-directory";
import { release, started } from "./handlers";
import { type Service, startService } from "./start-service";

const scratch = mkdtempSync(join(stateDirectory(join(__dirname, "../.."), "tmp"), "around-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let service: Service | undefined;
afterEach(async () => {
  release();
  await service?.stop().catch(() => {});
  service = undefined;
});

describe.each(Object.keys(frameworks) as FrameworkName[])("around the routes of %s", (framework) => {
  const start = async (
    environment: Readonly<Record<string, string>>,
    options: { errorFormat?: "problem"; responseValidation?: "off" | "log" } = {},
  ): Promise<Service> => {
    const folder = join(scratch, `${framework}-${Object.values(options).join("-")}`);
    service = await startService(folder, { framework, environment, ...options });
    return service;
  };

  test("a client that asks too often is told to wait; health checks are not counted", async () => {
    const { send } = await start({ RATE_LIMIT_MAX: "2" });
    for (let count = 0; count < 2; count++) expect((await send({ path: "/v1/pets/mine" })).status).toBe(200);
    const answer = await send({ path: "/v1/pets/mine" });
    expect(answer.status).toBe(429);
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    expect(answer.headers["ratelimit-policy"]).toBe('"default";q=2;w=60');
    expect(answer.headers.ratelimit).toMatch(/^"default";r=0;t=\d+$/);
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code: "too_many_requests" } });
    expect((await send({ path: "/-/live" })).status).toBe(200);
  });

  test("clients behind a trusted proxy are told apart by the address that it saw", async () => {
    const { send } = await start({ RATE_LIMIT_MAX: "1", TRUSTED_PROXIES: "1" });
    const from = (address: string) => send({ path: "/v1/pets/mine", headers: { "x-forwarded-for": address } });
    expect((await from("192.0.2.1")).status).toBe(200);
    expect((await from("192.0.2.2")).status).toBe(200);
    expect((await from("192.0.2.9, 192.0.2.1")).status).toBe(429);
  });

  test("other web pages may not call it, but for those that are named", async () => {
    const closed = await start({});
    const headers = { origin: "https://a.example" };
    const refused = await closed.send({ path: "/v1/pets/mine", headers });
    expect(refused.headers["access-control-allow-origin"]).toBeUndefined();
    await closed.stop();
    const open = await start({ CORS_ORIGINS: "https://a.example, https://b.example" });
    const allowed = await open.send({ path: "/v1/pets/mine", headers });
    expect(allowed.headers["access-control-allow-origin"]).toBe("https://a.example");
    const preflight = { ...headers, "access-control-request-method": "POST" };
    const answer = await open.send({ method: "OPTIONS", path: "/v1/pets", headers: preflight });
    expect([answer.status, answer.body, answer.headers["content-length"]]).toEqual([204, "", undefined]);
    const described = await open.send({ method: "OPTIONS", path: "/v1/optional", headers });
    expect([described.status, described.body]).toEqual([200, "{}"]);
    expect(described.headers["access-control-allow-origin"]).toBe("https://a.example");
    const other = await open.send({ path: "/v1/pets/mine", headers: { origin: "https://c.example" } });
    expect(other.headers["access-control-allow-origin"]).toBeUndefined();
  });

  test("a request that names two hosts is refused", async () => {
    const { port } = await start({});
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () =>
        socket.end("GET /v1/pets/mine HTTP/1.1\r\nHost: a.example\r\nHOST: b.example\r\nConnection: close\r\n\r\n"),
      );
      text(socket).then(resolve, reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain("The request names two hosts.");
  });

  test("errors without a form of their own are problem details where that is asked for", async () => {
    const { send } = await start({}, { errorFormat: "problem" });
    for (const path of ["/v1/nothing", "/v1/pets?limit=x", "/v1/%zz"]) {
      const answer = await send({ path });
      expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
      expect(JSON.parse(answer.body)).toMatchObject({ type: "about:blank", status: answer.status });
    }
    const own = JSON.parse((await send({ path: "/v1/pets/1", headers: { accept: "image/png" } })).body);
    expect(own).toEqual({ code: 406, message: expect.any(String), errors: [] });
  });

  test("a reply that breaks the description is sent where it is only logged, and nothing leaks all the same", async () => {
    const { send } = await start({}, { responseValidation: "log" });
    expect(JSON.parse((await send({ path: "/v1/broken/schema" })).body)).toEqual({ a: "text" });
    expect(JSON.parse((await send({ path: "/v1/pets/1" })).body)).toEqual({ id: 1, name: "1" });
  });

  test("the environment has the last word on replies", async () => {
    const { send } = await start({ RESPONSE_VALIDATION: "enforce" }, { responseValidation: "off" });
    expect((await send({ path: "/v1/broken/schema" })).status).toBe(500);
  });

  test("a stop lets requests finish, and tells that it is no longer ready", async () => {
    const running = await start({});
    const slow = running.send({ path: "/v1/broken/slow" });
    await started();
    const stopped = running.stop();
    service = undefined;
    await expect(running.send({ path: "/-/live" })).rejects.toThrow("ECONNREFUSED");
    release();
    expect(JSON.parse((await slow).body)).toEqual({ a: 1 });
    await stopped;
  });
});
