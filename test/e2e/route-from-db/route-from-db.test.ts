import { afterAll, beforeAll, expect, test } from "vitest";
import { startNx, type Task } from "../harness/start-task";
import { createWorkspace, type Workspace } from "../harness/workspace";

const schema = `CREATE TABLE authors (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name varchar(40) NOT NULL UNIQUE
);
CREATE TABLE books (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  author_id integer NOT NULL REFERENCES authors,
  title text NOT NULL CHECK (length(title) >= 2)
);
CREATE INDEX books_author_id_idx ON books (author_id);
`;

/** From two tables to a service over them, as a user of a fresh workspace goes. The steps build on each other. */
let workspace: Workspace;
let server: Task | undefined;
let url = "";

beforeAll(async () => {
  workspace = await createWorkspace();
  workspace.write({ "specs/db/schema.sql": schema });
  await workspace.git("add", "--all");
  await workspace.git("commit", "--quiet", "--message=schema");
});
afterAll(() => server?.program.stop("SIGINT", 20_000));

async function nx(exitCode: number, ...parts: readonly string[]): Promise<string> {
  const outcome = await workspace.nx(...parts);
  const printed = outcome.stdout + outcome.stderr;
  expect({ exitCode: outcome.exitCode, printed }).toEqual({ exitCode, printed });
  return printed;
}

async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const { secrets } = JSON.parse(workspace.read(".specline/run/library.json")) as { secrets: { token: string } };
  const headers = { "content-type": "application/json", authorization: `Bearer ${secrets.token}` };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${url}${path}`, { method, headers, ...sent });
  const text = await response.text();
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
}

test("writes a description and a service without a stub, and the second time nothing", async () => {
  await nx(0, "g", "route-from-db", "--schema=specs/db/schema.sql", "--name=library");
  await nx(0, "run", "library:typecheck");
  await nx(0, "run", "library:check");
  expect(workspace.read("apps/library/src/resources/books/handlers/createBooks.ts")).not.toContain("notImplemented");
  await workspace.git("add", "--all");
  await workspace.git("commit", "--quiet", "--message=generated");
  await nx(0, "g", "route-from-db", "--schema=specs/db/schema.sql", "--name=library");
  await nx(0, "g", "route-from-db", "--schema=specs/db/schema.sql", "--name=library", "--check");
  expect(await workspace.changes()).toBe("");
});

test("plans and applies the tables, and serves them", async () => {
  await nx(0, "run", "db:diff", "--name=init");
  server = await startNx(workspace.directory, ["run", "library:serve"]);
  url = (await server.line(/specline: library is ready at (http:\/\/127\.0\.0\.1:\d+)/))[1] ?? "";
  const made = await ask("POST", "/authors", { name: "Nobody Yet" });
  expect(made).toMatchObject({ status: 201, body: { data: { id: expect.any(Number), name: "Nobody Yet" } } });
  const author = (made.body as { data: { id: number } }).data.id;
  expect(await ask("POST", "/authors", { name: "Nobody Yet" })).toMatchObject({ status: 409 });
  expect(await ask("POST", "/books", { authorId: author, title: "A" })).toMatchObject({ status: 400 });
  expect(await ask("POST", "/books", { authorId: 2_000_000, title: "Ab" })).toMatchObject({ status: 422 });
  const book = await ask("POST", "/books", { authorId: author, title: "Ab" });
  const { id } = (book.body as { data: { id: number } }).data;
  expect(await ask("PATCH", `/books/${id}`, { title: "Abc" })).toMatchObject({
    status: 200,
    body: { data: { title: "Abc" } },
  });
  expect(await ask("GET", `/books?authorId=${author}`)).toMatchObject({
    status: 200,
    body: { data: [{ id, title: "Abc" }] },
  });
  expect(await ask("DELETE", `/authors/${author}`)).toMatchObject({ status: 409 });
  expect(await ask("DELETE", `/books/${id}`)).toMatchObject({ status: 204 });
  expect(await ask("GET", `/books/${id}`)).toMatchObject({ status: 404 });
});

test("a column that is added reaches the service", async () => {
  await server?.program.stop("SIGINT", 20_000);
  server = undefined;
  workspace.write({ "specs/db/schema.sql": schema.replace("name varchar(40)", "born date,\n  name varchar(40)") });
  await nx(0, "g", "route-from-db", "--schema=specs/db/schema.sql", "--name=library");
  expect(workspace.read("specs/library/openapi.yaml")).toContain("born");
  await nx(0, "run", "library:typecheck");
});
