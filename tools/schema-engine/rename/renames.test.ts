import { afterAll, beforeAll, expect, test } from "vitest";
import { type Shadow, startShadow } from "../../postgres/shadow";
import { deltaEngine } from "../engine/delta-engine";
import { applySegments } from "../prove/apply-segments";
import { provePlan } from "../prove/prove-plan";
import { snapshotOf } from "../prove/snapshot-of";
import { loadFiles } from "../source/load-files";
import { chooseRenames } from "./choose-renames";
import { readRenames } from "./read-renames";

let shadow: Shadow;
beforeAll(async () => {
  shadow = await startShadow(process.cwd(), 18);
});
afterAll(async () => {
  await shadow?.stop();
});

async function planned(fromText: string, toText: string) {
  const file = { path: "schema.sql", text: toText };
  const declared = await readRenames([file]);
  const [from, to] = [await loadFiles(shadow, [{ path: "from.sql", text: fromText }]), await loadFiles(shadow, [file])];
  const chosen = chooseRenames(declared, await snapshotOf(shadow, from), await snapshotOf(shadow, to));
  const plan = await provePlan({ shadow, engine: deltaEngine, from, to, renames: chosen.steps });
  if (!("up" in plan)) throw new Error(`${plan.direction}: ${plan.failure ?? JSON.stringify(plan.differences)}`);
  return { from, plan, warnings: chosen.warnings.map((one) => one.message) };
}

const statementsOf = (segments: readonly { readonly statements: readonly string[] }[]) =>
  segments.flatMap((one) => one.statements);

const users = "CREATE TABLE users (id int PRIMARY KEY, mail text NOT NULL UNIQUE, note text);";

interface Case {
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly up: readonly string[];
  readonly down: readonly string[];
}

const cases: readonly Case[] = [
  {
    what: "a column, and what is named after it",
    from: users,
    to: `CREATE TABLE users (id int PRIMARY KEY,
      -- @renamed from=mail
      email text NOT NULL UNIQUE, note text);`,
    up: [
      "ALTER TABLE public.users RENAME COLUMN mail TO email",
      "ALTER TABLE public.users RENAME CONSTRAINT users_mail_key TO users_email_key",
      "ALTER TABLE public.users RENAME CONSTRAINT users_mail_not_null TO users_email_not_null",
    ],
    down: [
      "ALTER TABLE public.users RENAME CONSTRAINT users_email_not_null TO users_mail_not_null",
      "ALTER TABLE public.users RENAME CONSTRAINT users_email_key TO users_mail_key",
      "ALTER TABLE public.users RENAME COLUMN email TO mail",
    ],
  },
  {
    what: "a table and one of its columns, with sequence, index, check and a foreign key on it",
    from: `CREATE TABLE users (id serial PRIMARY KEY, "e Mail" text CHECK (length("e Mail") < 9));
      CREATE INDEX users_mail_idx ON users ("e Mail"); CREATE TABLE posts (user_id int REFERENCES users);`,
    to: `-- The people who write.
      -- @renamed from=users
      CREATE TABLE accounts (id serial PRIMARY KEY,
        -- @renamed from="e Mail"
        mail text CHECK (length(mail) < 9));
      CREATE INDEX accounts_mail_idx ON accounts (mail);
      CREATE TABLE posts (
        -- @renamed from=user_id
        account_id int REFERENCES accounts);`,
    up: [
      "ALTER TABLE public.users RENAME TO accounts",
      'ALTER TABLE public.accounts RENAME COLUMN "e Mail" TO mail',
      "ALTER TABLE public.posts RENAME COLUMN user_id TO account_id",
      'ALTER TABLE public.accounts RENAME CONSTRAINT "users_e Mail_check" TO accounts_mail_check',
      "ALTER TABLE public.accounts RENAME CONSTRAINT users_pkey TO accounts_pkey",
      "ALTER TABLE public.posts RENAME CONSTRAINT posts_user_id_fkey TO posts_account_id_fkey",
      "ALTER INDEX public.users_mail_idx RENAME TO accounts_mail_idx",
      "ALTER TABLE public.accounts RENAME CONSTRAINT users_id_not_null TO accounts_id_not_null",
      "ALTER SEQUENCE public.users_id_seq RENAME TO accounts_id_seq",
    ],
    down: [
      "ALTER SEQUENCE public.accounts_id_seq RENAME TO users_id_seq",
      "ALTER TABLE public.accounts RENAME CONSTRAINT accounts_id_not_null TO users_id_not_null",
      "ALTER INDEX public.accounts_mail_idx RENAME TO users_mail_idx",
      "ALTER TABLE public.posts RENAME CONSTRAINT posts_account_id_fkey TO posts_user_id_fkey",
      "ALTER TABLE public.accounts RENAME CONSTRAINT accounts_pkey TO users_pkey",
      'ALTER TABLE public.accounts RENAME CONSTRAINT accounts_mail_check TO "users_e Mail_check"',
      "ALTER TABLE public.posts RENAME COLUMN account_id TO user_id",
      'ALTER TABLE public.accounts RENAME COLUMN mail TO "e Mail"',
      "ALTER TABLE public.accounts RENAME TO users",
    ],
  },
  {
    what: "names that follow each other",
    from: "CREATE TABLE t (a int, b int);",
    to: `CREATE TABLE t (
      -- @renamed from=a
      b int,
      -- @renamed from=b
      c int);`,
    up: ["ALTER TABLE public.t RENAME COLUMN b TO c", "ALTER TABLE public.t RENAME COLUMN a TO b"],
    down: ["ALTER TABLE public.t RENAME COLUMN b TO a", "ALTER TABLE public.t RENAME COLUMN c TO b"],
  },
  {
    what: "a table of another schema",
    from: "CREATE SCHEMA old; CREATE SCHEMA new; CREATE TABLE old.t (a int);",
    to: "CREATE SCHEMA old; CREATE SCHEMA new;\n-- @renamed from=old.t\nCREATE TABLE new.u (a int);",
    up: ["ALTER TABLE old.t RENAME TO u", "ALTER TABLE old.u SET SCHEMA new"],
    down: ["ALTER TABLE new.u SET SCHEMA old", "ALTER TABLE old.u RENAME TO t"],
  },
  {
    what: "a column of a partitioned table, with its children, their indexes and constraints",
    from: `CREATE TABLE p (a int, b int NOT NULL CHECK (b > 0), UNIQUE (a, b)) PARTITION BY RANGE (a);
      CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9); CREATE INDEX p_b_idx ON p (b);`,
    to: `CREATE TABLE p (a int,
      -- @renamed from=b
      c int NOT NULL CHECK (c > 0), UNIQUE (a, c)) PARTITION BY RANGE (a);
      CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9); CREATE INDEX p_c_idx ON p (c);`,
    up: [
      "ALTER TABLE public.p RENAME COLUMN b TO c",
      "ALTER TABLE public.p RENAME CONSTRAINT p_a_b_key TO p_a_c_key",
      "ALTER TABLE public.p RENAME CONSTRAINT p_b_check TO p_c_check",
      "ALTER INDEX public.p_b_idx RENAME TO p_c_idx",
      "ALTER TABLE public.p RENAME CONSTRAINT p_b_not_null TO p_c_not_null",
      "ALTER TABLE public.p1 RENAME CONSTRAINT p1_a_b_key TO p1_a_c_key",
      "ALTER INDEX public.p1_b_idx RENAME TO p1_c_idx",
    ],
    down: [
      "ALTER INDEX public.p1_c_idx RENAME TO p1_b_idx",
      "ALTER TABLE public.p1 RENAME CONSTRAINT p1_a_c_key TO p1_a_b_key",
      "ALTER TABLE public.p RENAME CONSTRAINT p_c_not_null TO p_b_not_null",
      "ALTER INDEX public.p_c_idx RENAME TO p_b_idx",
      "ALTER TABLE public.p RENAME CONSTRAINT p_c_check TO p_b_check",
      "ALTER TABLE public.p RENAME CONSTRAINT p_a_c_key TO p_a_b_key",
      "ALTER TABLE public.p RENAME COLUMN c TO b",
    ],
  },
  {
    what: "a table into a schema that is new, too, with its column and its counter",
    from: "CREATE SCHEMA old; CREATE TABLE old.users (id serial PRIMARY KEY, mail text);",
    to: `CREATE SCHEMA old; CREATE SCHEMA "Neu";
      -- @renamed from=old.users
      CREATE TABLE "Neu".people (id serial PRIMARY KEY,
        -- @renamed from=mail
        email text);`,
    up: [
      'CREATE SCHEMA "Neu"',
      "ALTER TABLE old.users RENAME TO people",
      'ALTER TABLE old.people SET SCHEMA "Neu"',
      'ALTER TABLE "Neu".people RENAME COLUMN mail TO email',
      'ALTER TABLE "Neu".people RENAME CONSTRAINT users_pkey TO people_pkey',
      'ALTER TABLE "Neu".people RENAME CONSTRAINT users_id_not_null TO people_id_not_null',
      'ALTER SEQUENCE "Neu".users_id_seq RENAME TO people_id_seq',
    ],
    down: [
      'ALTER SEQUENCE "Neu".people_id_seq RENAME TO users_id_seq',
      'ALTER TABLE "Neu".people RENAME CONSTRAINT people_id_not_null TO users_id_not_null',
      'ALTER TABLE "Neu".people RENAME CONSTRAINT people_pkey TO users_pkey',
      'ALTER TABLE "Neu".people RENAME COLUMN email TO mail',
      'ALTER TABLE "Neu".people SET SCHEMA old',
      "ALTER TABLE old.people RENAME TO users",
      'DROP SCHEMA "Neu"',
    ],
  },
];

test.each(cases)("renamed: $what", async ({ from, to, up, down }) => {
  const { plan, warnings } = await planned(from, to);
  expect(statementsOf(plan.up)).toEqual(up);
  expect(statementsOf(plan.down)).toEqual(down);
  expect(plan).toMatchObject({ wayBack: { rating: "lossless", losses: [] }, parts: { length: 1 } });
  expect(new Set(plan.hazards.map((one) => one.kind))).toEqual(new Set(["BREAKS_CLIENTS"]));
  expect(warnings).toEqual([]);
});

test("the old schema may go, and the new one may have more than the table", async () => {
  const { from, plan, warnings } = await planned(
    "CREATE SCHEMA old; CREATE TABLE old.users (id int PRIMARY KEY);",
    `CREATE SCHEMA neu; CREATE TYPE neu.kind AS ENUM ('a'); GRANT USAGE ON SCHEMA neu TO PUBLIC;
     -- @renamed from=old.users
     CREATE TABLE neu.people (id int PRIMARY KEY, kind neu.kind);`,
  );
  expect(warnings).toEqual([]);
  expect(plan.hazards.filter((one) => one.kind === "DELETES_DATA").map((one) => one.text)).toEqual([
    "drops schema old",
  ]);
  const client = await shadow.connect(from);
  await client.query("INSERT INTO old.users VALUES (1)");
  expect(await applySegments(client, plan.up)).toBeUndefined();
  expect(await applySegments(client, plan.down)).toBeUndefined();
  const { rows } = await client.query("SELECT id FROM old.users");
  await client.end();
  expect(rows).toEqual([{ id: 1 }]);
});

test("the rest is planned around a rename, in parts, and rows keep their values there and back", async () => {
  const { from, plan } = await planned(
    `CREATE TYPE kind AS ENUM ('a'); ${users} CREATE VIEW mails AS SELECT mail FROM users;`,
    `CREATE TYPE kind AS ENUM ('a', 'b');
     -- @renamed from=users
     CREATE TABLE people (id bigint PRIMARY KEY,
       -- @renamed from=mail
       email text NOT NULL UNIQUE, kind kind NOT NULL DEFAULT 'b');
     CREATE INDEX people_kind_idx ON people (kind);
     CREATE VIEW mails AS SELECT email FROM people;`,
  );
  expect(plan.parts.length).toBeGreaterThan(1);
  expect(plan.up[0]?.statements.slice(0, 2)).toEqual([
    "ALTER TABLE public.users RENAME TO people",
    "ALTER TABLE public.people RENAME COLUMN mail TO email",
  ]);
  expect(plan.down.at(-1)?.statements.at(-1)).toBe("ALTER TABLE public.people RENAME TO users");
  expect(plan.hazards.filter((one) => one.kind === "DELETES_DATA").map((one) => one.text)).toEqual([
    "drops column public.people.note",
  ]);
  const client = await shadow.connect(from);
  await client.query("INSERT INTO users VALUES (1, 'a@x', 'n'), (2, 'b@x', 'n')");
  expect(await applySegments(client, plan.up)).toBeUndefined();
  const there = await client.query("SELECT id, email, kind FROM people ORDER BY id");
  const back = await applySegments(client, plan.down);
  const again = await client.query("SELECT id, mail FROM users ORDER BY id");
  await client.end();
  expect(there.rows).toEqual([
    { id: "1", email: "a@x", kind: "b" },
    { id: "2", email: "b@x", kind: "b" },
  ]);
  expect(back).toBeUndefined();
  expect(again.rows).toEqual([
    { id: 1, mail: "a@x" },
    { id: 2, mail: "b@x" },
  ]);
});

const declared = (from: string) => `CREATE TABLE users (id int PRIMARY KEY,
  -- @renamed from=${from}
  email text NOT NULL UNIQUE, note text);`;

test.each([
  ["carried out before", users.replace("mail", "email"), declared("mail"), []],
  ["of a new table", "CREATE TABLE other (a int);", `CREATE TABLE other (a int); ${declared("mail")}`, []],
  [
    "with a typo",
    users,
    declared("male"),
    ["Nothing is renamed to column public.users.email: there is no public.users.male."],
  ],
  [
    "whose old name is still used",
    users,
    declared("note"),
    ["Nothing is renamed to column public.users.email: public.users.note is still in the schema."],
  ],
  [
    "of a table that is not there",
    "CREATE TABLE other (a int);",
    `CREATE TABLE other (a int);\n-- @renamed from=usr\n${users}`,
    ["Nothing is renamed to table public.users: there is no public.usr."],
  ],
  ["of a first schema", "", `-- @renamed from=usr\n${users}`, []],
])("a declaration %s renames nothing", async (_, from, to, expected) => {
  const { plan, warnings } = await planned(from, to);
  expect(statementsOf(plan.up).filter((one) => / RENAME /.test(one))).toEqual([]);
  expect(warnings).toEqual(expected);
});

const swapped = (one: string, other: string) => `CREATE TABLE t (
  -- @renamed from=${other}
  ${one} int,
  -- @renamed from=${one}
  ${other} text);`;

test.each([
  [
    "of a column that goes",
    "CREATE TABLE t (total int, exact numeric);",
    "CREATE TABLE t (\n-- @renamed from=exact\ntotal numeric);",
    ["The column public.t.exact cannot become public.t.total, which is there as well."],
  ],
  [
    "of a table that goes",
    "CREATE TABLE k (a int); CREATE TABLE k_new (a bigint);",
    "-- @renamed from=k_new\nCREATE TABLE k (a bigint);",
    ["The table public.k_new cannot become public.k, which is there as well."],
  ],
  [
    "that is swapped",
    "CREATE TABLE t (net int, gross int);",
    swapped("net", "gross"),
    [
      "The column public.t.gross cannot become public.t.net, which is there as well.",
      "The column public.t.net cannot become public.t.gross, which is there as well.",
    ],
  ],
  [
    "that was given again after the rename",
    "CREATE TABLE t (b int, a text);",
    "CREATE TABLE t (\n-- @renamed from=a\nb int, a text);",
    [],
  ],
  [
    "after it, in a chain that was carried out",
    "CREATE TABLE t (b int, c text);",
    "CREATE TABLE t (\n-- @renamed from=a\nb int,\n-- @renamed from=b\nc text);",
    [],
  ],
])("a name %s is not taken in silence", async (_, fromText, toText, expected) => {
  const file = { path: "schema.sql", text: toText };
  const [from, to] = [await loadFiles(shadow, [{ path: "from.sql", text: fromText }]), await loadFiles(shadow, [file])];
  const { problems } = chooseRenames(
    await readRenames([file]),
    await snapshotOf(shadow, from),
    await snapshotOf(shadow, to),
  );
  expect(problems.map((one) => one.message)).toEqual(expected);
});

test.each([
  [
    "column",
    users,
    users.replace("mail", "email"),
    "drops column public.users.mail; if it is email now, say `-- @renamed from=mail` above that",
  ],
  [
    "table",
    users,
    users.replace("users", "people"),
    "drops table public.users; if it is public.people now, say `-- @renamed from=public.users` above that",
  ],
  [
    "table whose name is still used",
    "CREATE TABLE plain (a int);",
    "CREATE TABLE plain (a int) PARTITION BY LIST (a); CREATE TABLE plain_1 PARTITION OF plain DEFAULT;",
    "drops table public.plain",
    "the rows of public.plain are not all kept",
  ],
  [
    "table that becomes partitioned",
    "CREATE TABLE plain (a int);",
    "CREATE TABLE parts (a int) PARTITION BY LIST (a);",
    "drops table public.plain",
  ],
  ["column of another type", users, users.replace("mail text", "email int"), "drops column public.users.mail"],
])(
  "a %s that is dropped beside a new one is told how to be renamed, if it can be",
  async (_, from, to, ...expected) => {
    const { plan } = await planned(from, to);
    expect(plan.hazards.filter((one) => one.kind === "DELETES_DATA").map((one) => one.text)).toEqual(expected);
  },
);

test("a rename that PostgreSQL refuses is not proved", async () => {
  const to =
    "CREATE TABLE p (a int) PARTITION BY RANGE (a);\nCREATE TABLE p1 PARTITION OF p (\n-- @renamed from=b\na) DEFAULT;";
  const from = "CREATE TABLE p (b int) PARTITION BY RANGE (b); CREATE TABLE p1 PARTITION OF p DEFAULT;";
  await expect(planned(from, to)).rejects.toThrow('cannot rename inherited column "b"');
});
