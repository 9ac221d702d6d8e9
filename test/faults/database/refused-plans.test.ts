import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startEmbedded } from "../../../tools/postgres/embedded";
import { embeddedPlace } from "../../../tools/postgres/embedded-data-directory";
import { type DiffOptions, diff } from "../../../tools/schema-engine/commands/diff";
import { status } from "../../../tools/schema-engine/commands/status";
import { type DatabaseWorkspace, makeDatabaseWorkspace } from "../../database/database-workspace";
import { refusal } from "../../database/refusal";

let workspace: DatabaseWorkspace;
beforeEach(() => {
  workspace = makeDatabaseWorkspace();
});
afterEach(() => {
  vi.unstubAllEnvs();
  workspace.remove();
});

const table = "CREATE TABLE a (id int PRIMARY KEY);\n";
const config = (values: object) =>
  workspace.write("specline.json", JSON.stringify({ kind: "database", engine: "delta", postgres: 18, ...values }));
const all = () => readdirSync(workspace.root, { recursive: true, encoding: "utf8" }).sort();

/** The refusal of `diff`, which has to leave every file as it was and make none. */
async function refusedDiff(options: DiffOptions) {
  const before = all();
  const refused = await refusal(diff(workspace.project(), options));
  expect(all()).toEqual(before);
  return refused;
}

test.each([
  ["{", "JSON"],
  ["null", '"kind" is not "database"'],
  ['{ "kind": "api" }', '"kind" is not "database"'],
  ['{ "kind": "database", "engine": "magic", "postgres": 18 }', '"engine"'],
  ['{ "kind": "database", "engine": "delta", "postgres": 14 }', '"postgres"'],
  ['{ "kind": "database", "engine": "delta", "postgres": 18.5 }', '"postgres"'],
  ['{ "kind": "database", "engine": "delta", "postgres": 18, "ignore": [null] }', '"ignore"'],
  ['{ "kind": "database", "engine": "delta", "postgres": 18, "ignore": [{ "kind": "pg_cast" }] }', '"ignore"'],
])("a specline.json that says %s is refused", async (text, reason) => {
  workspace.write("schema.sql", table);
  workspace.write("specline.json", text);
  const refused = await refusedDiff({ name: "a" });
  expect(refused.codes).toEqual(["database/config-invalid"]);
  expect(refused.text).toContain("specs/db/specline.json");
  expect(refused.text).toContain(reason);
});

test("a version without programs on this machine names version, platform and package", async () => {
  vi.stubEnv("SPECLINE_POSTGRES", "");
  workspace.write("schema.sql", table);
  config({ postgres: 99 });
  const refused = await refusedDiff({ name: "a" });
  expect(refused.codes).toEqual(["database/no-binaries"]);
  expect(refused.text).toContain(`No PostgreSQL 99 programs were found for this machine (${process.platform}-`);
});

test("a schema in a file and in a folder is refused, and files of any case are read", async () => {
  workspace.write("schema.sql", table);
  workspace.write("schema/other.SQL", "CREATE TABLE other (id int);\n");
  const refused = await refusedDiff({ name: "a" });
  expect(refused.codes).toEqual(["migration/two-schemas"]);
  expect(refused.text).toContain("specs/db/schema.sql and files in specs/db/schema");
});

test("without a schema, with files that are not there or names that are none, nothing is planned", async () => {
  const missing = await refusedDiff({ name: "a" });
  expect(missing.codes).toEqual(["migration/no-schema"]);
  expect(missing.text).toContain("specs/db/schema.sql is missing");
  workspace.write("schema.sql", table);
  for (const options of [{ to: "specs/db/nothing.sql" }, { from: "specs/db/nothing.sql" }]) {
    const refused = await refusedDiff({ name: "a", ...options });
    expect(refused.codes).toEqual(["migration/file-not-found"]);
    expect(refused.text).toContain("specs/db/nothing.sql does not exist");
  }
  for (const name of ["add orders", "../a", ""]) {
    const refused = await refusedDiff({ name });
    expect(refused.codes).toEqual(["migration/bad-name"]);
    expect(refused.text).toContain(`--name=${name}`);
  }
});

test("changes without a name are not written", async () => {
  workspace.write("schema.sql", table);
  expect((await refusedDiff({})).codes).toEqual(["migration/no-name"]);
});

test("hazards that nobody allowed are told with the notes, which say why they are there, and with what can still be done", async () => {
  const schema = (type: string) => `CREATE TABLE t (a ${type});\nCREATE MATERIALIZED VIEW v AS SELECT a FROM t;\n`;
  workspace.write("before.sql", schema("int"));
  workspace.write("schema.sql", schema("bigint"));
  const plain = await refusedDiff({ name: "wider", from: "specs/db/before.sql" });
  expect(plain.codes).toEqual(["migration/hazard-not-allowed"]);
  expect(plain.text).toContain("TABLE_REWRITE: Plan it with `diff --expand-contract`");
  const expanding = await refusedDiff({ name: "wider", from: "specs/db/before.sql", isExpanding: true });
  expect(expanding.text).toContain("note: column public.t.a is changed in place: ");
  expect(expanding.text).toContain("TABLE_REWRITE: The notes say why it is changed in place");
  expect(expanding.text).not.toContain("Plan it with");
});

test("a change for which the engine finds no plan is told in its words", async () => {
  const schema = (type: string) => `CREATE TYPE pair AS (a ${type}, b int);\nCREATE TABLE t (p pair);\n`;
  workspace.write("before.sql", schema("int"));
  workspace.write("schema.sql", schema("bigint"));
  const refused = await refusedDiff({ name: "wider", from: "specs/db/before.sql" });
  expect(refused.codes).toEqual(["migration/plan-failed"]);
  expect(refused.text).toContain("cannot change attribute");
});

test("a plan that does not lead to the schema is not written", async () => {
  workspace.write("schema.sql", `${table}CREATE CONVERSION western FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;\n`);
  const refused = await refusedDiff({ name: "western" });
  expect(refused.codes).toEqual(["migration/unproved"]);
  expect(refused.text).toContain("conversion public.western: is missing");
});

const equal = "CREATE OPERATOR public.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_catalog.texteq";
const usingEqual = "CREATE TABLE t (a text, CHECK (a OPERATOR(public.===) 'x'));";
const foreign = (type: string, more: string, server = "rem") =>
  `CREATE EXTENSION postgres_fdw; CREATE SERVER rem ${type} FOREIGN DATA WRAPPER postgres_fdw; CREATE SERVER other FOREIGN DATA WRAPPER postgres_fdw;
   CREATE FOREIGN TABLE rt (id int) SERVER ${server}; CREATE USER MAPPING FOR CURRENT_USER SERVER rem OPTIONS (user 'u', password 'secret'); ${more}`;

test.each([
  [
    "another base type of a domain in use",
    [
      "CREATE DOMAIN code AS text; CREATE TABLE t (c code);",
      "CREATE DOMAIN code AS varchar(9); CREATE TABLE t (c code);",
    ],
    ['"public"."t"."c"', "PostgreSQL cannot give a domain", "ALTER DOMAIN … RENAME TO"],
  ],
  [
    "a constraint of a domain that an array uses",
    [
      "CREATE DOMAIN d AS int; CREATE TABLE t (c d[]);",
      "CREATE DOMAIN d AS int CHECK (VALUE > 0); CREATE TABLE t (c d[]);",
    ],
    ['because column "t.c" uses it', "not in arrays", "Declare a new domain under another name"],
  ],
  [
    "another type of an attribute in use",
    ["CREATE TYPE c AS (a int); CREATE TABLE t (c c);", "CREATE TYPE c AS (a bigint); CREATE TABLE t (c c);"],
    ['composite type "public"."c"', "an attribute of a composite type", "Declare a new composite type"],
  ],
  [
    "another subtype of a range in use",
    [
      "CREATE TYPE r AS RANGE (subtype = int4); CREATE TABLE t (c r);",
      "CREATE TYPE r AS RANGE (subtype = int8); CREATE TABLE t (c r);",
    ],
    ['"public"."t"."c"', "PostgreSQL cannot give a domain or range", "declare a new type under another name"],
  ],
  [
    "a text search configuration",
    ["", "CREATE TEXT SEARCH CONFIGURATION c (COPY = simple);"],
    ["text search configuration public.c: is missing", "Neither the engine nor Specline plans text", "verify --rehash"],
  ],
  [
    "an operator class",
    [
      "",
      "CREATE OPERATOR CLASS rev FOR TYPE int USING btree AS OPERATOR 1 >, OPERATOR 3 =, FUNCTION 1 btint4cmp(int4, int4);",
    ],
    ["operator class public.rev USING btree: is missing", "operator classes and families", "verify --rehash"],
  ],
  [
    "a stored generated column that becomes virtual, below a view",
    [
      "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED); CREATE VIEW v AS SELECT b FROM t;",
      "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) VIRTUAL); CREATE VIEW v AS SELECT b FROM t;",
    ],
    ["generated is s (a * 2), wanted v", "view public.v depends on column b of table public.t", "Take the views"],
  ],
  [
    "the locale of a collation in use",
    [
      "CREATE COLLATION de (PROVIDER = icu, LOCALE = 'de-DE'); CREATE TABLE t (n text COLLATE de); CREATE VIEW v AS SELECT n FROM t ORDER BY n COLLATE de;",
      "CREATE COLLATION de (PROVIDER = icu, LOCALE = 'de-AT'); CREATE TABLE t (n text COLLATE de); CREATE VIEW v AS SELECT n FROM t ORDER BY n COLLATE de;",
    ],
    [
      "collation public.de: colllocale is de-DE, wanted de-AT",
      "- column n of table public.t uses it",
      "- view public.v uses it",
      "PostgreSQL cannot change the locale",
      "ALTER COLUMN … TYPE … COLLATE",
    ],
  ],
  [
    "the provider of a collation that a domain uses",
    [
      "CREATE COLLATION c (PROVIDER = icu, LOCALE = 'de-DE', DETERMINISTIC = false); CREATE DOMAIN d AS text COLLATE c; CREATE TABLE t (n text); CREATE INDEX i ON t (n COLLATE c);",
      "CREATE COLLATION c (PROVIDER = libc, LOCALE = 'C'); CREATE DOMAIN d AS text COLLATE c; CREATE TABLE t (n text); CREATE INDEX i ON t (n COLLATE c);",
    ],
    ["collprovider is i, wanted c", "- index public.i uses it", "- type public.d uses it", "under another name"],
  ],
  [
    "HASHES of an operator in use, which no way back takes away",
    [`${equal}); ${usingEqual}`, `${equal}, COMMUTATOR = ===, HASHES); ${usingEqual}`],
    [
      "found no plan (down)",
      "operator public.===(text,text): can hash is false, wanted true",
      "- constraint t_a_check on table public.t uses it",
      "from 17 on",
      "in a third",
    ],
  ],
  [
    "another function of an operator in use",
    [
      `${equal}); ${usingEqual}`,
      `${equal.replace("FUNCTION = pg_catalog.texteq", "FUNCTION = pg_catalog.textne")}); ${usingEqual}`,
    ],
    ["found no plan (up)", "function is texteq, wanted textne", "t_a_check on table public.t uses it", "in a third"],
  ],
  [
    "the type of a foreign server in use",
    [foreign("TYPE 'a'", "COMMENT ON FOREIGN TABLE rt IS 'x';"), foreign("TYPE 'b'", "")],
    ["foreign server rem: type is a, wanted b", "- foreign table public.rt uses it", "a new server under another name"],
  ],
  [
    "the server of a foreign table in use",
    [foreign("", "CREATE VIEW v AS SELECT * FROM rt;"), foreign("", "CREATE VIEW v AS SELECT * FROM rt;", "other")],
    ["foreign table public.rt: server is rem, wanted other", "- view public.v uses it", "in a third"],
  ],
  [
    "a compression that this build of PostgreSQL does not have",
    ["", "CREATE TABLE t (a text COMPRESSION lz4);"],
    ["compression method lz4 not supported", "SPECLINE_POSTGRES", "--shadow-url"],
  ],
] as const)("%s is refused with the object, the reason and the way out", async (_, [before, after], told) => {
  workspace.write("before.sql", before);
  workspace.write("schema.sql", after);
  const { text } = await refusedDiff({ name: "x", from: "specs/db/before.sql" });
  for (const one of told) expect(text).toContain(one);
  expect(text).not.toMatch(/secret|guardrail/);
});

/** Stands for a kind of object that a later PostgreSQL brings: a catalog that no section of the snapshot covers. */
const laterKind = `SET allow_system_table_mods = on;
CREATE TABLE pg_catalog.pg_later_kind (oid oid PRIMARY KEY);
INSERT INTO pg_catalog.pg_later_kind VALUES (20000);
`;

test("objects of a kind that the snapshot does not know are an error, unless that kind is ignored with a reason", async () => {
  workspace.write("schema.sql", laterKind);
  const refused = await refusedDiff({ name: "a" });
  expect(refused.codes).toEqual(["database/unmodelled-objects"]);
  expect(refused.text).toContain("specs/db/schema.sql holds objects of kinds");
  expect(refused.text).toContain("pg_later_kind (1)");
  const left = async (ignore?: string) => {
    const report = await diff({ ...workspace.project(), ignore }, { name: "a" });
    const { notes } = report.data as { readonly notes: readonly string[] };
    return [report.verdict, notes.filter((one) => !one.includes("-schema]"))];
  };
  expect(await left("pg_other, pg_later_kind")).toEqual(["up-to-date", ["pg_later_kind (1): not compared (--ignore)"]]);
  config({ ignore: [{ kind: "pg_later_kind", reason: "made by hand on each server" }] });
  expect(await left()).toEqual(["up-to-date", ["pg_later_kind (1): not compared (made by hand on each server)"]]);
});

test("an embedded server that does not start is told with its own words, and its data is kept", async () => {
  const request = { workspaceRoot: workspace.root, project: "db", major: 18 };
  await (await startEmbedded(request)).stop();
  const { dataDirectory, logPath } = embeddedPlace(workspace.root, "db");
  const settings = join(dataDirectory, "postgresql.conf");
  appendFileSync(settings, "shared_buffers = nonsense\n");
  rmSync(logPath);
  const refused = await refusal(status(workspace.project(), {}));
  expect(refused.codes).toEqual(["database/not-started"]);
  expect(refused.text).toContain(logPath);
  expect(readFileSync(logPath, "utf8")).toContain("shared_buffers");
  expect(readFileSync(settings, "utf8")).toContain("nonsense");
  expect(existsSync(join(dataDirectory, "postmaster.pid"))).toBe(false);
});
