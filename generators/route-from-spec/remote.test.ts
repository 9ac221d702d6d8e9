import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Tree } from "@nx/devkit";
import { createTreeWithEmptyWorkspace } from "@nx/devkit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { fetchCopies } from "../../tools/graph/application/remote/fetch-copies";
import sync from "../sync/generator";
import routeFromSpec from "./generator";

const source = "specs/notes/openapi.yaml";
const asked: string[] = [];

/** Documents of another host, which this server on loopback stands for. */
const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  "/v1/note.yaml": (response) =>
    response.end(`Note: { type: object, properties: { tag: { $ref: "../tags.json#/Tag" } } }\n`),
  "/tags.json": (response) => response.writeHead(302, { location: "/moved/tags.json" }).end(),
  "/moved/tags.json": (response) => response.end(`{ "Tag": { "type": "string", "maxLength": 10 } }`),
  "/elsewhere.yaml": (response) => response.writeHead(302, { location: "http://localhost:1/a.yaml" }).end(),
  "/round.yaml": (response) => response.writeHead(307, { location: "/round.yaml" }).end(),
  "/large.yaml": (response) => response.end("a".repeat(2000)),
  "/slow.yaml": (response) => response.write("type: "),
  "/bytes.yaml": (response) => response.end(Buffer.from([0xff, 0xfe, 0x00])),
};
let server: Server;
let origin = "";
let tree: Tree;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const answer = answers[request.url ?? ""];
    if (answer === undefined) response.writeHead(404).end();
    else answer(response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  for (const method of ["info", "warn", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {});
  asked.length = 0;
  tree = createTreeWithEmptyWorkspace();
});

function describeNotes(reference: string): void {
  tree.write(
    source,
    `openapi: 3.1.0
info: { title: Notes, version: 1.0.0 }
paths:
  /notes:
    get:
      operationId: listNotes
      responses:
        "200": { description: A note, content: { application/json: { schema: { $ref: "${reference}" } } } }
`,
  );
}

describe("documents of another origin", () => {
  test("are refused unless it is allowed, and nobody is asked", async () => {
    describeNotes(`${origin}/v1/note.yaml#/Note`);
    await expect(routeFromSpec(tree, { spec: "notes" })).rejects.toThrow("has errors");
    await expect(routeFromSpec(tree, { spec: "notes", allowRemote: "https://other.example.com" })).rejects.toThrow();
    await expect(routeFromSpec(tree, { spec: "notes", allowRemote: origin, check: true })).rejects.toThrow(
      "has errors",
    );
    expect(asked).toEqual([]);
  });

  test("are kept beside the description, with what they refer to, and never fetched again", async () => {
    describeNotes(`${origin}/v1/note.yaml#/Note`);
    await routeFromSpec(tree, { spec: "notes", allowRemote: [origin] });
    expect(asked).toEqual(["/v1/note.yaml", "/tags.json", "/moved/tags.json"]);
    const host = new URL(origin).host.replace(":", "_");
    const index = JSON.parse(tree.read("specs/notes/remote/index.json", "utf8") ?? "");
    expect(Object.keys(index.documents)).toEqual([`${origin}/tags.json`, `${origin}/v1/note.yaml`]);
    expect(index.documents[`${origin}/tags.json`].file).toBe(`${host}/tags.json`);
    expect(tree.read(`specs/notes/remote/${host}/tags.json`, "utf8")).toContain("maxLength");
    expect(tree.read("apps/notes/src/generated/schemas/Note.ts", "utf8")).toContain("tag?: Tag;");
    expect(JSON.parse(tree.read("specs/notes/specline.json", "utf8") ?? "").allowRemote).toEqual([origin]);
    expect(await sync(tree)).toEqual({});
    await routeFromSpec(tree, { spec: "notes", check: true });
    await routeFromSpec(tree, { spec: "notes" });
    expect(asked).toHaveLength(3);
  });

  test("go when nothing refers to them any more", async () => {
    describeNotes(`${origin}/v1/note.yaml#/Note`);
    await routeFromSpec(tree, { spec: "notes", allowRemote: origin });
    describeNotes(`${origin}/moved/tags.json#/Tag`);
    await routeFromSpec(tree, { spec: "notes" });
    const index = JSON.parse(tree.read("specs/notes/remote/index.json", "utf8") ?? "");
    expect(Object.keys(index.documents)).toEqual([`${origin}/moved/tags.json`]);
    expect(tree.exists(`specs/notes/remote/${new URL(origin).host.replace(":", "_")}/v1/note.yaml`)).toBe(false);
    describeNotes("#/components/schemas/None");
    await expect(routeFromSpec(tree, { spec: "notes" })).rejects.toThrow("has errors");
    expect(tree.exists("specs/notes/remote/index.json")).toBe(true);
    tree.write(source, (tree.read(source, "utf8") ?? "").replace(/, content: .*/, " }"));
    await routeFromSpec(tree, { spec: "notes" });
    expect(tree.exists("specs/notes/remote")).toBe(false);
  });

  test("are refused when a copy was edited", async () => {
    describeNotes(`${origin}/moved/tags.json#/Tag`);
    await routeFromSpec(tree, { spec: "notes", allowRemote: origin });
    tree.write(`specs/notes/remote/${new URL(origin).host.replace(":", "_")}/moved/tags.json`, `{ "Tag": true }`);
    await expect(routeFromSpec(tree, { spec: "notes" })).rejects.toThrow("has errors");
  });

  test.each([
    ["/nowhere.yaml", "status 404"],
    ["/elsewhere.yaml", "another origin"],
    ["/round.yaml", "more than 3 times"],
    ["/large.yaml", "more than 1000 bytes"],
    ["/slow.yaml", "no whole answer within 0.5 s"],
    ["/bytes.yaml", "no UTF-8 text"],
  ])("that cannot be had stop the run: %s", async (path, reason) => {
    describeNotes(`${origin}${path}`);
    const limits = { sizeBytes: 1000, timeoutMs: 500, redirects: 3 };
    await expect(fetchCopies(tree, source, [origin], limits)).rejects.toThrow(reason);
    expect(tree.exists("specs/notes/remote")).toBe(false);
  });
});

test.each([
  "http://schemas.example.com",
  "https://example.com/schemas",
  "ftp://example.com",
  "https://me@example.com",
  "example.com",
])("%s is no origin that can be allowed", async (allowRemote) => {
  describeNotes("#/components/schemas/Note");
  await expect(routeFromSpec(tree, { spec: "notes", allowRemote })).rejects.toThrow("--allow-remote takes an origin");
});
