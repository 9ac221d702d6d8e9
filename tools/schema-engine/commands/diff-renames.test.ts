import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type DatabaseWorkspace, makeDatabaseWorkspace } from "../../../test/database/database-workspace";
import { expectDocumented } from "../../../test/database/expect-documented";
import { refusal } from "../../../test/database/refusal";
import { type Shadow, type ShadowDatabase, startShadow } from "../../postgres/shadow";
import { diff } from "./diff";
import { migrate } from "./migrate";
import { rollback } from "./rollback";
import { verify } from "./verify";

let server: Shadow;
let live: ShadowDatabase;
let workspace: DatabaseWorkspace;

beforeAll(async () => {
  server = await startShadow(process.cwd(), 18);
});
afterAll(async () => {
  await server?.stop();
});
beforeEach(async () => {
  workspace = makeDatabaseWorkspace();
  live = await server.createDatabase();
});
afterEach(() => workspace.remove());

async function rowsOf(sql: string): Promise<readonly unknown[]> {
  const client = await server.connect(live);
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const before = "CREATE TABLE users (id serial PRIMARY KEY, mail text NOT NULL);\n";
const after = `-- @renamed from=users
CREATE TABLE people (
  id serial PRIMARY KEY,
  -- @renamed from=mail
  email text NOT NULL,
  nick text
);
CREATE INDEX people_email_idx ON people (email);
`;

test("rows survive a rename, there and back, and a declaration that was carried out says nothing", async () => {
  const project = () => workspace.project({ DATABASE_URL: live.url });
  workspace.write("schema.sql", before);
  await diff(project(), { name: "users" });
  await migrate(project(), {});
  await rowsOf("INSERT INTO users (mail) VALUES ('a@x'), ('b@x')");
  workspace.write("schema.sql", after);
  const planned = await diff(project(), { name: "people" });
  expect(planned).toMatchObject({
    verdict: "planned",
    data: { wayBack: { rating: "lossy", losses: [{ text: "drops column public.people.nick" }] } },
  });
  expectDocumented(planned);
  const folder = join(workspace.root, "specs/db/migrations");
  const [file = ""] = readdirSync(folder).filter((name) => name.endsWith("_people.up.sql"));
  const statements = readFileSync(join(folder, file), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("ALTER"));
  expect(statements.slice(0, 2)).toEqual([
    "ALTER TABLE public.users RENAME TO people;",
    "ALTER TABLE public.people RENAME COLUMN mail TO email;",
  ]);
  expect((await verify(project(), {})).verdict).toBe("proved");
  await migrate(project(), {});
  await rowsOf("INSERT INTO people (email) VALUES ('c@x')");
  expect(await rowsOf("SELECT id, email FROM people ORDER BY id")).toEqual([
    { id: 1, email: "a@x" },
    { id: 2, email: "b@x" },
    { id: 3, email: "c@x" },
  ]);
  expect(await diff(project(), {})).toMatchObject({ verdict: "up-to-date", data: { notes: [] } });
  await rollback(project(), { isLossyAllowed: true });
  expect(await rowsOf("SELECT mail FROM users ORDER BY id")).toHaveLength(3);
});

test("a name that is not there is told with its place, and a drop beside it must be allowed as ever", async () => {
  workspace.write("migrations/20260101000000_users.up.sql", before);
  workspace.write("schema.sql", before.replace("mail", "\n-- @renamed from=male\nemail"));
  const report = await diff(workspace.project(), { isDryRun: true });
  expect(report.verdict).toBe("needs-allowed-hazards");
  expect(report.data).toMatchObject({
    notes: expect.arrayContaining([
      "specs/db/schema.sql:2:1: warning: Nothing is renamed to column public.users.email: there is no public.users.male. [migration/rename-unmatched] Correct the old name, or delete the declaration.",
    ]),
  });
  const refused = await refusal(diff(workspace.project(), { name: "x" }));
  expect(refused.codes).toEqual(["migration/hazard-not-allowed"]);
  expect(refused.text).toContain("say `-- @renamed from=mail` above that");
  expect(refused.text).toContain("there is no public.users.male");
});

test("a declaration that cannot be read is refused before anything is planned", async () => {
  workspace.write("schema.sql", `-- @renamed users\n${before}`);
  expect((await refusal(diff(workspace.project(), { name: "x" }))).codes).toEqual(["migration/bad-rename"]);
});

test("a declared name that another column has is refused, and nothing is written", async () => {
  workspace.write("migrations/20260101000000_t.up.sql", "CREATE TABLE t (total int, exact numeric);\n");
  workspace.write("schema.sql", "CREATE TABLE t (\n-- @renamed from=exact\ntotal numeric);\n");
  const refused = await refusal(diff(workspace.project(), { name: "x", allowHazards: "all" }));
  expect(refused.codes).toEqual(["migration/rename-taken"]);
  expect(readdirSync(join(workspace.root, "specs/db/migrations"))).toEqual(["20260101000000_t.up.sql"]);
});
