import { afterAll, beforeAll, expect, test } from "vitest";
import { type Shadow, startShadow } from "../../postgres/shadow";
import { deltaEngine } from "../engine/delta-engine";
import { readScript } from "../migrations/read-script";
import { provePlan } from "../prove/prove-plan";
import { loadFiles } from "../source/load-files";
import { failureLine, preflight } from "./preflight";

let shadow: Shadow;
beforeAll(async () => {
  shadow = await startShadow(process.cwd(), 18);
});
afterAll(async () => {
  await shadow?.stop();
});

const schema = `CREATE TABLE users (id int PRIMARY KEY, mail text, age text, "Odd" int);
CREATE TABLE posts (tenant int, number int, user_id int, title varchar(20), PRIMARY KEY (tenant, number));
CREATE TABLE empty (a int);
CREATE TABLE log (at date, kind int) PARTITION BY RANGE (at);
CREATE TABLE log_1 PARTITION OF log DEFAULT;
CREATE TYPE mood AS ENUM ('a', 'b', 'gone');
CREATE DOMAIN small AS int CHECK (VALUE < 9);
CREATE TABLE felt (id int PRIMARY KEY, m mood DEFAULT 'a', ms mood[], s small);`;
const rows = `INSERT INTO users VALUES (1, 'a@x', '7', 1), (2, 'a@x', 'secret', 2), (3, NULL, '1e3', 3), (10, NULL, NULL, 4), (11, NULL, NULL, NULL);
INSERT INTO posts VALUES (1, 1, 1, 'short'), (1, 2, 99, 'a title that is long'), (2, 1, NULL, NULL);
INSERT INTO log VALUES ('2026-01-01', NULL);
INSERT INTO felt VALUES (1, 'a', '{a,b}', 1), (2, 'gone', '{a,gone}', 2), (3, NULL, NULL, NULL);`;

async function preflightOf(...scripts: readonly string[]) {
  const at = { path: "schema.sql", text: schema };
  const [copy, live] = [await loadFiles(shadow, [at]), await loadFiles(shadow, [at, { path: "rows.sql", text: rows }])];
  const clients = await Promise.all([copy, live].map((one) => shadow.connect(one)));
  const [onCopy, onLive] = clients;
  if (onCopy === undefined || onLive === undefined) throw new Error("not connected");
  try {
    const files = scripts.map((text) => readScript({ path: "m.sql", text }));
    return await preflight(onCopy, onLive, await Promise.all(files));
  } finally {
    await Promise.all(clients.map((one) => one.end()));
    await shadow.dropDatabase(copy);
    await shadow.dropDatabase(live);
  }
}

test.each<readonly [what: string, sql: string, failures: readonly string[]]>([
  [
    "NULLs",
    "ALTER TABLE users ALTER mail SET NOT NULL",
    ["public.users.mail becomes NOT NULL, with NULLs: 3 rows; id: 3, 10, 11"],
  ],
  ["no NULLs", "ALTER TABLE posts ALTER number SET NOT NULL; ALTER TABLE empty ALTER a SET NOT NULL", []],
  [
    "NULLs before a primary key, without one to show",
    "ALTER TABLE log ADD PRIMARY KEY (at, kind)",
    ["public.log.kind becomes NOT NULL, with NULLs: 1 row"],
  ],
  [
    "a new column that every row would lack",
    "ALTER TABLE users ADD a int NOT NULL; ALTER TABLE users ADD b int NOT NULL DEFAULT 1; ALTER TABLE empty ADD c int NOT NULL",
    ["column public.users.a is NOT NULL without a default, with rows there: 5 rows; id: 1, 2, 3, …"],
  ],
  [
    "duplicates",
    "CREATE UNIQUE INDEX CONCURRENTLY i ON users (lower(mail))",
    ["unique index i of public.users, with duplicates: 2 rows; id: 1, 2"],
  ],
  ["duplicates outside of the predicate", "CREATE UNIQUE INDEX i ON users (mail) WHERE id > 1", []],
  [
    "NULLs that are not distinct",
    "CREATE UNIQUE INDEX i ON users (mail) NULLS NOT DISTINCT WHERE id > 1",
    ["unique index i of public.users, with duplicates: 3 rows; id: 3, 10, 11"],
  ],
  [
    "a unique constraint",
    "ALTER TABLE users ADD UNIQUE (mail)",
    ["unique index users_mail_key of public.users, with duplicates: 2 rows; id: 1, 2"],
  ],
  [
    "orphans, by a key of two columns",
    "ALTER TABLE posts ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES users NOT VALID; ALTER TABLE posts VALIDATE CONSTRAINT f",
    ["foreign key f of public.posts, with rows that refer to none: 1 row; tenant, number: (1, 2)"],
  ],
  [
    "a constraint that is not validated",
    "ALTER TABLE posts ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES users NOT VALID",
    [],
  ],
  [
    "a check",
    'ALTER TABLE users ADD CONSTRAINT c CHECK ("Odd" < 2)',
    ["check c of public.users, with rows that break it: 3 rows; id: 2, 3, 10"],
  ],
  [
    "values that do not cast, of which none is shown",
    "ALTER TABLE users ALTER age TYPE int USING age::int",
    ["public.users.age becomes integer, with values that it cannot hold: 2 rows; id: 2, 3"],
  ],
  [
    "values that the expression makes fit",
    "ALTER TABLE users ALTER age TYPE int USING (CASE WHEN age ~ '^\\d+$' THEN age END)::int",
    [],
  ],
  [
    "texts that are too long, and ones that are cut",
    "ALTER TABLE posts ALTER title TYPE varchar(9); ALTER TABLE users ALTER mail TYPE varchar(2) USING left(mail, 2)",
    ["public.posts.title becomes character varying(9), with values that it cannot hold: 1 row; tenant, number: (1, 2)"],
  ],
  [
    "labels of an enum that is replaced under its name",
    `ALTER TABLE felt ALTER m DROP DEFAULT; ALTER TYPE mood RENAME TO mood_old; CREATE TYPE public.mood AS ENUM ('a', 'b', 'c');
     ALTER TABLE felt ALTER m TYPE public.mood USING m::text::public.mood;
     ALTER TABLE felt ALTER ms TYPE mood[] USING (ms::text[])::mood[]; DROP TYPE mood_old; ALTER TABLE felt ALTER m SET DEFAULT 'c'`,
    [
      "public.felt.m becomes mood, with labels that it lacks: 1 row; id: 2",
      "public.felt.ms becomes mood[], with labels that it lacks: 1 row; id: 2",
    ],
  ],
  [
    "labels of an enum that the expression replaces",
    `ALTER TABLE felt ALTER m DROP DEFAULT; ALTER TYPE mood RENAME TO mood_old; CREATE TYPE mood AS ENUM ('a', 'b');
     ALTER TABLE felt ALTER m TYPE mood USING CASE m::text WHEN 'gone' THEN 'b' ELSE m::text END::mood`,
    [],
  ],
  [
    "an enum that the plan makes",
    "CREATE TYPE e AS ENUM ('7'); ALTER TABLE users ALTER age TYPE e USING age::e",
    ["public.users.age becomes e, with labels that it lacks: 2 rows; id: 2, 3"],
  ],
  [
    "a domain that gets another name",
    "ALTER DOMAIN small RENAME TO tiny; ALTER TABLE posts ALTER number TYPE tiny",
    [],
  ],
  [
    "what the plan itself creates",
    "CREATE TABLE n (a int PRIMARY KEY, b int REFERENCES users); ALTER TABLE users ADD c int; ALTER TABLE users ALTER c SET NOT NULL; ALTER TABLE users ADD CHECK (c > 0)",
    [],
  ],
  [
    "a table that is renamed first",
    "ALTER TABLE users RENAME TO people; ALTER TABLE people ALTER mail SET NOT NULL",
    ["public.people.mail becomes NOT NULL, with NULLs: 3 rows; id: 3, 10, 11"],
  ],
])("%s", async (_, sql, expected) => {
  const found = await preflightOf(sql);
  expect(found.failures.map((one) => failureLine(one).replace(/^m\.sql:\d+:\d+: /, ""))).toEqual(expected);
  expect(found.unchecked).toEqual([]);
  expect(JSON.stringify(found)).not.toMatch(/secret|a@x|that is long/);
});

test("the place is that of the statement", async () => {
  const { failures } = await preflightOf(
    "SELECT set_config('a.b', '', true);\n  ALTER TABLE users ALTER mail SET NOT NULL;",
  );
  expect(failures).toMatchObject([{ file: "m.sql", line: 2, column: 3, table: "public.users", count: 3 }]);
});

test.each([
  [
    "UPDATE users SET mail = '' WHERE mail IS NULL; ALTER TABLE users ALTER mail SET NOT NULL",
    "statements before it change rows",
  ],
  ["DO $$ BEGIN END $$; ALTER TABLE users ALTER mail SET NOT NULL", "statements before it change rows"],
  [
    "ALTER TABLE users RENAME mail TO email; ALTER TABLE users ADD CONSTRAINT c CHECK (email <> '')",
    "its columns are renamed before it",
  ],
  [
    "ALTER DOMAIN small RENAME TO old; CREATE DOMAIN small AS int CHECK (VALUE < 2); ALTER TABLE felt ALTER s TYPE small",
    "its type is made by statements before it",
  ],
])("what cannot be known is told, not guessed: %s", async (sql, reason) => {
  const { failures, unchecked } = await preflightOf(sql);
  expect(failures).toEqual([]);
  expect(unchecked).toEqual([expect.stringContaining(reason)]);
});

test.each([
  ["in place", false],
  ["by new columns, also after the fill of others", true],
])("what planned types cannot hold is counted: %s", async (_, isExpanding) => {
  const at = (text: string) => loadFiles(shadow, [{ path: "schema.sql", text }]);
  const next = schema
    .replace("mail text, age text", "mail uuid, age int")
    .replace("'a', 'b', 'gone'", "'b', 'a'")
    .replace("title varchar(20)", "title date");
  const [from, to] = [await at(schema), await at(next)];
  const plan = await provePlan({ shadow, engine: deltaEngine, from, to, isExpanding });
  if (!("up" in plan)) throw new Error(JSON.stringify(plan));
  const { failures, unchecked } = await preflightOf(...plan.up.map((one) => one.statements.join(";\n")));
  expect(
    failures.map((one) => failureLine(one).replace(/^m\.sql:\d+:\d+: |_next_\w+|(?<=becomes )public\./g, "")).sort(),
  ).toEqual([
    "public.felt.m becomes mood, with labels that it lacks: 1 row; id: 2",
    "public.felt.ms becomes mood[], with labels that it lacks: 1 row; id: 2",
    "public.posts.title becomes date, with values that it cannot hold: 2 rows; tenant, number: (1, 1), (1, 2)",
    "public.users.age becomes integer, with values that it cannot hold: 2 rows; id: 2, 3",
    "public.users.mail becomes uuid, with values that it cannot hold: 2 rows; id: 1, 2",
  ]);
  expect(unchecked).toEqual([]);
});

test("rows of other tables do not void a question", async () => {
  const { failures } = await preflightOf("UPDATE posts SET number = number; ALTER TABLE users ALTER mail SET NOT NULL");
  expect(failures).toHaveLength(1);
});

test("transactions that stay open and slots that nobody reads are told", async () => {
  const [copy, live] = [await loadFiles(shadow, []), await loadFiles(shadow, [])];
  const [onCopy, onLive, other] = await Promise.all([copy, live, live].map((one) => shadow.connect(one)));
  if (onCopy === undefined || onLive === undefined || other === undefined) throw new Error("not connected");
  try {
    await other.query("SET application_name = 'report'; SELECT pg_create_physical_replication_slot('standby_1', true)");
    await other.query("BEGIN");
    const { rows: pids } = await other.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    expect((await preflight(onCopy, onLive, [])).notes).toEqual([
      "the replication slot standby_1 is inactive and keeps what the migration writes",
    ]);
    expect((await preflight(onCopy, onLive, [], 0)).notes).toEqual([
      expect.stringMatching(
        `^process ${pids[0]?.pid} \\(report, idle in transaction\\) has had a transaction open since \\d{4}-`,
      ),
      "the replication slot standby_1 is inactive and keeps what the migration writes",
    ]);
  } finally {
    await onLive.query("SELECT pg_drop_replication_slot('standby_1')");
    await Promise.all([onCopy, onLive, other].map((one) => one.end()));
    await shadow.dropDatabase(copy);
    await shadow.dropDatabase(live);
  }
});
