import { afterAll, beforeAll, expect, test } from "vitest";
import { type Shadow, startShadow } from "../../postgres/shadow";
import { deltaEngine } from "../engine/delta-engine";
import { readScript } from "../migrations/read-script";
import { fillInBatches } from "../online/fill-in-batches";
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
CREATE TABLE loose (at date, kind int);
CREATE TABLE hashed (a int) PARTITION BY HASH (a);
CREATE DOMAIN word AS text;
CREATE DOMAIN short AS word;
CREATE TABLE words (id int PRIMARY KEY, value short, other word);
CREATE TABLE base (id int PRIMARY KEY, mail text);
CREATE TABLE derived () INHERITS (base);
CREATE TYPE mood AS ENUM ('a', 'b', 'gone');
CREATE DOMAIN small AS int CHECK (VALUE < 9);
CREATE TABLE codes (id int PRIMARY KEY, short varchar(5) UNIQUE, number text UNIQUE, word text);
CREATE UNIQUE INDEX lowered ON codes (word);
CREATE TABLE felt (id int PRIMARY KEY, m mood DEFAULT 'a', ms mood[], s small);`;
const rows = `INSERT INTO users VALUES (1, 'a@x', '7', 1), (2, 'a@x', 'secret', 2), (3, NULL, '1e3', 3), (10, NULL, NULL, 4), (11, NULL, NULL, NULL);
INSERT INTO posts VALUES (1, 1, 1, 'short'), (1, 2, 99, 'a title that is long'), (2, 1, NULL, NULL);
INSERT INTO log VALUES ('2026-01-01', NULL);
INSERT INTO loose VALUES ('2026-03-01', 1), ('2027-01-01', 1), (NULL, 1);
INSERT INTO words VALUES (1, 'secret', NULL), (2, 'b', 'secret'), (3, NULL, 'c');
INSERT INTO base VALUES (1, 'a@x'); INSERT INTO derived VALUES (2, 'a@x'), (3, 'a@x');
INSERT INTO codes VALUES (1, 'abc', '1', 'x'), (2, 'abd', '01', 'y'), (3, 'x', '7', 'Y');
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
    "values that only the cast makes the same, below a constraint that was there",
    "ALTER TABLE codes ALTER short TYPE varchar(2) USING short::varchar(2); ALTER TABLE codes ALTER number TYPE int USING number::int; ALTER TABLE codes ALTER number TYPE bigint; ALTER TABLE codes ALTER word TYPE bytea USING convert_to(lower(word), 'UTF8')",
    [
      "unique index codes_short_key of public.codes, with values that become the same: 2 rows; id: 1, 2",
      "unique index codes_number_key of public.codes, with values that become the same: 2 rows; id: 1, 2",
      "unique index codes_number_key of public.codes, with values that become the same: 2 rows; id: 1, 2",
      "unique index lowered of public.codes, with values that become the same: 2 rows; id: 2, 3",
    ],
  ],
  [
    "values that a cast before a new constraint makes the same, and a check of the new type",
    "ALTER TABLE codes DROP CONSTRAINT codes_number_key; ALTER TABLE codes ALTER number TYPE int USING number::int; ALTER TABLE codes ADD CONSTRAINT u UNIQUE (number), ADD CONSTRAINT c CHECK (number > 1)",
    [
      "check c of public.codes, with rows that break it: 2 rows; id: 1, 2",
      "unique index u of public.codes, with duplicates: 2 rows; id: 1, 2",
    ],
  ],
  [
    "labels that a cast makes the same",
    "ALTER TABLE felt ADD UNIQUE (m); ALTER TABLE felt ALTER m DROP DEFAULT, ALTER m TYPE text USING CASE m::text WHEN 'gone' THEN 'a' ELSE m::text END",
    ["unique index felt_m_key of public.felt, with values that become the same: 2 rows; id: 1, 2"],
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
    "CREATE TABLE n (a int PRIMARY KEY, b int REFERENCES users); INSERT INTO n VALUES (1); ALTER TABLE n ADD CHECK (a > 0); ALTER TABLE users ADD c int; ALTER TABLE users ADD CHECK (c > 0)",
    [],
  ],
  [
    "orphans of a table that is still empty",
    'CREATE TABLE n (a int PRIMARY KEY); ALTER TABLE users ADD CONSTRAINT f FOREIGN KEY ("Odd") REFERENCES n NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT f',
    ["foreign key f of public.users, with rows that refer to none: 4 rows; id: 1, 2, 3, …"],
  ],
  [
    "a new column that all rows have NULL in",
    "ALTER TABLE users ADD c int; ALTER TABLE users ADD FOREIGN KEY (c) REFERENCES users; ALTER TABLE users ALTER c SET NOT NULL",
    ["public.users.c becomes NOT NULL, with NULLs: 5 rows; id: 1, 2, 3, …"],
  ],
  [
    "a new column that all rows have its default in",
    "ALTER TABLE users ADD c int DEFAULT 7; ALTER TABLE users ALTER c SET DEFAULT 1; ALTER TABLE users ADD CONSTRAINT f FOREIGN KEY (c) REFERENCES users; ALTER TABLE users ADD CONSTRAINT u UNIQUE (c), ADD CONSTRAINT k CHECK (c < id)",
    [
      "foreign key f of public.users, with rows that refer to none: 5 rows; id: 1, 2, 3, …",
      "check k of public.users, with rows that break it: 3 rows; id: 1, 2, 3",
      "unique index u of public.users, with duplicates: 5 rows; id: 1, 2, 3, …",
    ],
  ],
  [
    "columns that are renamed first",
    "ALTER TABLE users RENAME mail TO age_2; ALTER TABLE users RENAME age TO mail; ALTER TABLE users ADD CONSTRAINT c CHECK (mail <> '7'); CREATE UNIQUE INDEX i ON users (lower(age_2))",
    [
      "check c of public.users, with rows that break it: 1 row; id: 1",
      "unique index i of public.users, with duplicates: 2 rows; id: 1, 2",
    ],
  ],
  [
    "a partition beside a default one that has rows of it",
    "CREATE TABLE log_26 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01'); CREATE TABLE log_27 PARTITION OF log FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
    [
      "partition public.log_26 of public.log, with rows of it in the default partition public.log_1: 1 row",
      "partition public.log_27 of public.log, with rows of it in the default partition public.log_1: 1 row",
    ],
  ],
  [
    "a table that becomes a partition, with rows of others",
    "ALTER TABLE log ATTACH PARTITION loose FOR VALUES FROM ('2026-02-01') TO ('2027-01-01')",
    ["partition public.loose of public.log, with rows that do not belong into it: 2 rows"],
  ],
  [
    "a table that becomes a partition of a new one",
    "ALTER TABLE log RENAME TO old; CREATE TABLE log (at date, kind int) PARTITION BY LIST (kind); ALTER TABLE log ATTACH PARTITION loose FOR VALUES IN (2)",
    ["partition public.loose of public.log, with rows that do not belong into it: 3 rows"],
  ],
  [
    "a table that becomes a partition by hash",
    'CREATE TABLE h (a int); ALTER TABLE hashed ATTACH PARTITION h FOR VALUES WITH (MODULUS 2, REMAINDER 0); ALTER TABLE users DROP age, DROP mail, DROP id; ALTER TABLE users RENAME "Odd" TO a; ALTER TABLE hashed ATTACH PARTITION users FOR VALUES WITH (MODULUS 2, REMAINDER 1)',
    ["partition public.users of public.hashed, with rows that do not belong into it: 3 rows; id: 1, 2, 11"],
  ],
  [
    "a foreign key of a table that becomes a partition",
    "ALTER TABLE log ADD CONSTRAINT f FOREIGN KEY (kind) REFERENCES users; ALTER TABLE log DETACH PARTITION log_1; ALTER TABLE log ATTACH PARTITION loose DEFAULT; ALTER TABLE loose ADD FOREIGN KEY (kind) REFERENCES users",
    [],
  ],
  [
    "a check of a domain, by columns of it and of domains made of it",
    "ALTER DOMAIN word ADD CONSTRAINT c CHECK (VALUE <> 'secret') NOT VALID; ALTER DOMAIN word VALIDATE CONSTRAINT c",
    [
      "check c of domain public.word, with values of public.words.value that break it: 1 row; id: 1",
      "check c of domain public.word, with values of public.words.other that break it: 1 row; id: 2",
    ],
  ],
  [
    "a domain without NULLs",
    "ALTER DOMAIN short SET NOT NULL; ALTER TABLE words ADD c short",
    [
      "public.words.value becomes NOT NULL, with NULLs: 1 row; id: 3",
      "column public.words.c is NOT NULL without a default, with rows there: 3 rows; id: 1, 2, 3",
    ],
  ],
  [
    "a unique index, which is one of each table that inherits",
    "CREATE UNIQUE INDEX i ON base (mail); CREATE UNIQUE INDEX j ON derived (mail)",
    ["unique index j of public.derived, with duplicates: 2 rows"],
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
    "ALTER TABLE users ADD c uuid DEFAULT gen_random_uuid(); ALTER TABLE users ADD UNIQUE (c)",
    "statements before it add, fill or retype its columns",
  ],
  [
    'CREATE TABLE n (a int PRIMARY KEY); INSERT INTO n VALUES (1); ALTER TABLE users ADD FOREIGN KEY ("Odd") REFERENCES n',
    "statements before it change rows",
  ],
  [
    "CREATE TABLE n AS SELECT id FROM users; CREATE UNIQUE INDEX n_pkey ON n (id)",
    "unique index n_pkey of public.n, with duplicates: statements before it fill the table",
  ],
  [
    'CREATE TABLE n (id int PRIMARY KEY, mail text) PARTITION BY LIST (id); CREATE TABLE n_1 (id int NOT NULL, mail text); ALTER TABLE n ATTACH PARTITION n_1 FOR VALUES IN (77); ALTER TABLE users DROP age, DROP "Odd"; ALTER TABLE n ATTACH PARTITION users DEFAULT; ALTER TABLE posts ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES n',
    "foreign key f of public.posts, with rows that refer to none: statements before it move partitions of the other table",
  ],
  [
    "CREATE UNIQUE INDEX ON log (at); UPDATE log_1 SET kind = 1; CREATE UNIQUE INDEX i ON log (at, kind)",
    "unique index i of public.log, with duplicates: statements before it change rows",
  ],
  [
    "ALTER TABLE posts ADD CONSTRAINT x EXCLUDE USING btree (user_id WITH =)",
    "constraint x of public.posts, with rows that exclude each other: EXCLUDE and WITHOUT OVERLAPS are not asked",
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

test("a planned fill leaves no NULLs, touches nothing else, and gives values that nobody knows", async () => {
  const { failures, unchecked } = await preflightOf(
    "ALTER TABLE users ADD c uuid; ALTER TABLE users ALTER c SET DEFAULT gen_random_uuid()",
    fillInBatches({ table: "public.users", assignments: "c = DEFAULT", condition: "c IS NULL" }),
    "ALTER TABLE users ADD CONSTRAINT n CHECK (c IS NOT NULL); ALTER TABLE users ALTER c SET NOT NULL",
    "ALTER TABLE users ADD CONSTRAINT u UNIQUE (c); ALTER TABLE users ALTER mail SET NOT NULL",
  );
  expect(failures).toMatchObject([{ what: "public.users.mail becomes NOT NULL, with NULLs", count: 3 }]);
  expect(unchecked).toEqual([
    expect.stringMatching(/unique index u .*: statements before it add, fill or retype its columns$/),
  ]);
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
