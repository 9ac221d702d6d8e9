import { afterAll, beforeAll, expect, test } from "vitest";
import { type Shadow, type ShadowDatabase, startShadow } from "../../postgres/shadow";
import { readScript } from "../migrations/read-script";
import { refusedKinds, remedyOf } from "../plan/hazard";
import { loadFiles } from "../source/load-files";
import { lintScript } from "./lint-script";

let shadow: Shadow;
let base: ShadowDatabase;
let secured: ShadowDatabase;
beforeAll(async () => {
  shadow = await startShadow(process.cwd(), 18);
  base = await loadFiles(shadow, [{ path: "before.sql", text: before }]);
  secured = await loadFiles(shadow, [{ path: "access.sql", text: access }]);
});
afterAll(async () => {
  await shadow?.stop();
});

const before = `CREATE TABLE u (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(20), u_id int, at timestamp);
CREATE INDEX t_a_idx ON t (a);
CREATE VIEW v AS SELECT id FROM t;
CREATE MATERIALIZED VIEW m AS SELECT b FROM t;
CREATE TABLE p (a int) PARTITION BY RANGE (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9);
CREATE TABLE loose (a int);
ALTER TABLE t ADD CONSTRAINT nv CHECK (a > -99999999) NOT VALID;
CREATE DOMAIN d AS text;
CREATE TABLE of_d (x d);
CREATE DOMAIN dd AS d;
CREATE TABLE of_dd (x dd);
ALTER DOMAIN d ADD CONSTRAINT dnv CHECK (VALUE <> 'no') NOT VALID;
CREATE TABLE pd (a int) PARTITION BY LIST (a);
CREATE TABLE pd_rest PARTITION OF pd DEFAULT;
CREATE TABLE pc (a int) PARTITION BY LIST (a);
CREATE TABLE pc_rest PARTITION OF pc (CHECK (a <> 7 AND a IS NOT NULL)) DEFAULT;
CREATE TABLE checked (a int CHECK (a IS NOT NULL), b int GENERATED ALWAYS AS (a + 1) STORED);
CREATE SEQUENCE own_seq;
CREATE FUNCTION wipe() RETURNS void LANGUAGE plpgsql AS 'BEGIN DELETE FROM loose; END';
CREATE FUNCTION sweep() RETURNS void LANGUAGE sql AS 'DELETE FROM of_d';
CREATE FUNCTION sweep_all() RETURNS void LANGUAGE sql BEGIN ATOMIC SELECT sweep(); END;
CREATE TABLE typed (f float8, r real, n numeric(10,4), s text, at timestamp, atz timestamptz, z timestamptz(3), days date[]);
CREATE TABLE fam (a int PRIMARY KEY CHECK (a < 9), b int) PARTITION BY LIST (a);
CREATE INDEX fam_b ON fam (b);
CREATE TABLE fam_1 (a int PRIMARY KEY CHECK (a < 9), b int);
ALTER TABLE fam_1 RENAME CONSTRAINT fam_1_a_check TO fam_a_check;
CREATE INDEX fam_1_b ON fam_1 (b);
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE kid (id int PRIMARY KEY, parent_id int NOT NULL REFERENCES parent ON DELETE CASCADE);
CREATE TABLE grandkid (kid_id int NOT NULL REFERENCES kid ON DELETE CASCADE);
CREATE TABLE heard (n int);
CREATE FUNCTION hush() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM heard; RETURN OLD; END';
CREATE TRIGGER hush AFTER DELETE ON loose FOR EACH ROW EXECUTE FUNCTION hush();
CREATE FUNCTION mine(int) RETURNS boolean STABLE LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION odd(int) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT $1 % 2 = 1';
CREATE TABLE guarded (a int CHECK (odd(a)), n int GENERATED ALWAYS AS IDENTITY);
CREATE INDEX guarded_i ON guarded (odd(n));
ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
CREATE POLICY wide ON guarded USING (true);
CREATE POLICY narrow ON guarded AS RESTRICTIVE USING (mine(a));
CREATE TYPE pair AS (x int, y int);
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER far FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE ft (id int) SERVER far;
CREATE FUNCTION base(n int) RETURNS int IMMUTABLE RETURN n + 1;
CREATE FUNCTION code(n int) RETURNS int IMMUTABLE RETURN base(n);
CREATE FUNCTION fine(n int) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT n > 0';
CREATE OPERATOR !~~~ (FUNCTION = fine, RIGHTARG = int);
CREATE DOMAIN odd AS int CHECK (fine(VALUE));
CREATE TABLE coded (a int, o odd, c int GENERATED ALWAYS AS (code(a)) STORED, d int DEFAULT code(1),
  CONSTRAINT k CHECK (fine(a)));
ALTER TABLE coded ADD CONSTRAINT later CHECK (fine(a)) NOT VALID;
CREATE INDEX coded_i ON coded (code(a));
CREATE INDEX coded_p ON coded (a) WHERE !~~~ a;
CREATE TABLE parted (a int) PARTITION BY LIST (code(a));
CREATE VIEW of_code AS SELECT code(a) FROM coded;
`;

const access = `CREATE ROLE lint_few;
CREATE TABLE sec (id int GENERATED ALWAYS AS IDENTITY, b int);
ALTER TABLE sec ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY wide ON sec USING (b = 1);
CREATE POLICY narrow ON sec AS RESTRICTIVE USING (b > 0);
CREATE TABLE open (id int);
CREATE VIEW asks WITH (security_invoker = on) AS SELECT id FROM sec;
CREATE VIEW few AS SELECT id FROM sec;
ALTER VIEW few OWNER TO lint_few;
CREATE FUNCTION plain() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION safe() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
REVOKE EXECUTE ON FUNCTION safe() FROM PUBLIC;
GRANT SELECT ON open TO PUBLIC;
CREATE SEQUENCE used;
`;

test.each([
  ["ALTER TABLE sec DISABLE ROW LEVEL SECURITY", ["turns row security of public.sec off"]],
  ["ALTER TABLE open DISABLE ROW LEVEL SECURITY", []],
  ["ALTER TABLE sec DISABLE ROW LEVEL SECURITY; ALTER TABLE sec ENABLE ROW LEVEL SECURITY", []],
  ["ALTER TABLE sec NO FORCE ROW LEVEL SECURITY", ["lets the owner of public.sec pass"]],
  ["DROP POLICY narrow ON sec", ["drops the restrictive policy narrow of public.sec"]],
  ["DROP POLICY wide ON sec", []],
  ["DROP POLICY narrow ON sec; CREATE POLICY narrow ON sec AS RESTRICTIVE USING (b > 0)", []],
  ["DROP POLICY narrow ON sec; CREATE POLICY narrow ON sec AS RESTRICTIVE USING (b > -1)", ["drops the restrictive"]],
  ["CREATE POLICY more ON sec USING (true)", ["policy more shows or lets change more rows of public.sec"]],
  ["CREATE POLICY less ON sec AS RESTRICTIVE USING (b > 1)", []],
  ["CREATE POLICY p ON open USING (true); ALTER TABLE open ENABLE ROW LEVEL SECURITY", []],
  ["ALTER POLICY wide ON sec USING (true)", ["changes policy wide of public.sec"]],
  ["ALTER POLICY wide ON sec RENAME TO other", []],
  ["GRANT SELECT, INSERT ON sec TO PUBLIC", ["grants SELECT, INSERT on public.sec to PUBLIC"]],
  ["GRANT SELECT (b) ON sec TO PUBLIC", ["grants SELECT (b) on public.sec to PUBLIC"]],
  ["GRANT SELECT ON open TO PUBLIC", []],
  ["GRANT SELECT ON sec TO lint_few", []],
  ["GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC", ["grants SELECT on all of schema public to PUBLIC"]],
  ["GRANT EXECUTE ON FUNCTION safe() TO PUBLIC", ["grants EXECUTE on public.safe to PUBLIC"]],
  ["CREATE FUNCTION new() RETURNS int LANGUAGE sql RETURN 1; GRANT EXECUTE ON FUNCTION new() TO PUBLIC", []],
  ["ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC", ["grants SELECT on every table to come to PUBLIC"]],
  [
    "ALTER VIEW few OWNER TO CURRENT_USER",
    ["gives public.few, which acts with the rights of its owner, from lint_few to"],
  ],
  ["ALTER VIEW few OWNER TO lint_few", []],
  ["ALTER FUNCTION safe() OWNER TO lint_few", ["gives public.safe, which acts with"]],
  ["ALTER FUNCTION plain() OWNER TO lint_few", []],
  ["ALTER FUNCTION plain() SECURITY DEFINER", ["public.plain becomes SECURITY DEFINER"]],
  ["ALTER VIEW asks SET (security_invoker = off)", ["view public.asks loses security_invoker"]],
  ["CREATE OR REPLACE VIEW asks AS SELECT id FROM sec", ["view public.asks loses security_invoker"]],
  ["CREATE OR REPLACE VIEW asks WITH (security_invoker) AS SELECT id FROM sec", []],
  ["ALTER SEQUENCE used RESTART", ["sets sequence public.used to a number"]],
  ["ALTER SEQUENCE used INCREMENT 2", []],
  ["SELECT setval('used', 5)", ["sets sequence public.used to a number"]],
  ["SELECT pg_catalog.setval('public.used'::regclass, max(b)) FROM sec", []],
  ["SELECT pg_catalog.setval('public.used'::regclass, '7'::bigint, true)", ["sets sequence public.used to a number"]],
  ["ALTER TABLE sec ALTER id RESTART WITH 5", ["sets the identity of public.sec.id to a number"]],
  ["CREATE SEQUENCE fresh; SELECT setval('fresh', 5)", []],
])("access and counters: %s", async (sql, expected) => {
  const { findings } = await lintScript(shadow, secured, await readScript({ path: "a.sql", text: `${sql};` }));
  const kinds = ["WIDENS_ACCESS", "MOVES_COUNTER"];
  const found = findings.filter(({ hazard }) => kinds.includes(hazard.kind)).map(({ hazard }) => hazard.text);
  expect(found).toEqual(expected.map((one) => expect.stringContaining(one)));
});

async function linted(sql: string) {
  const script = await readScript({ path: "a.sql", text: sql });
  return lintScript(shadow, base, script);
}

const exclusive = "ACCESS EXCLUSIVE";

/** Statement, locks, what it writes anew, what it reads, kinds of findings: research of 2026, and PostgreSQL's manual. */
test.each<readonly [string, readonly string[], readonly string[], readonly string[], readonly string[]]>([
  ["ALTER TABLE t ADD COLUMN c int", [`public.t ${exclusive}`], [], [], ["BRIEF_LOCK"]],
  ["ALTER TABLE t ADD COLUMN c int NOT NULL DEFAULT 1", [`public.t ${exclusive}`], [], [], ["BRIEF_LOCK"]],
  [
    "ALTER TABLE t ADD COLUMN c uuid DEFAULT gen_random_uuid()",
    [`public.t ${exclusive}`],
    ["public.t"],
    ["public.t"],
    ["TABLE_REWRITE"],
  ],
  ["ALTER TABLE t ADD COLUMN c int NOT NULL", [`public.t ${exclusive}`], [], [], ["DEPENDS_ON_ROWS", "BRIEF_LOCK"]],
  [
    "ALTER TABLE t ALTER a TYPE bigint",
    [`public.t ${exclusive}`],
    ["public.t"],
    ["public.t"],
    ["DEPENDS_ON_ROWS", "BREAKS_CLIENTS", "TABLE_REWRITE"],
  ],
  [
    "ALTER TABLE t ALTER a SET NOT NULL",
    [`public.t ${exclusive}`],
    [],
    ["public.t"],
    ["DEPENDS_ON_ROWS", "TABLE_SCAN"],
  ],
  ["ALTER TABLE t DROP COLUMN at", [`public.t ${exclusive}`], [], [], ["DELETES_DATA", "BREAKS_CLIENTS", "BRIEF_LOCK"]],
  [
    "ALTER TABLE t ADD CONSTRAINT c CHECK (a > -99999999)",
    [`public.t ${exclusive}`],
    [],
    ["public.t"],
    ["DEPENDS_ON_ROWS", "TABLE_SCAN"],
  ],
  ["ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID", [`public.t ${exclusive}`], [], [], ["BRIEF_LOCK"]],
  ["ALTER TABLE t VALIDATE CONSTRAINT nv", ["public.t SHARE UPDATE EXCLUSIVE"], [], ["public.t"], ["DEPENDS_ON_ROWS"]],
  [
    "ALTER TABLE t ADD CONSTRAINT c UNIQUE (b)",
    [`public.t ${exclusive}`],
    [],
    ["public.t"],
    ["DEPENDS_ON_ROWS", "BLOCKING_INDEX_BUILD"],
  ],
  ["ALTER TABLE t ADD COLUMN c int UNIQUE", [`public.t ${exclusive}`], [], ["public.t"], ["BLOCKING_INDEX_BUILD"]],
  ["CREATE INDEX i ON t (b)", ["public.t SHARE"], [], ["public.t"], ["BLOCKING_INDEX_BUILD"]],
  ["REINDEX INDEX t_a_idx", ["public.t SHARE"], [], ["public.t"], ["BLOCKING_INDEX_BUILD"]],
  ["CREATE INDEX CONCURRENTLY i ON t (b)", ["public.t SHARE UPDATE EXCLUSIVE"], [], [], []],
  ["DROP INDEX CONCURRENTLY t_a_idx", ["public.t SHARE UPDATE EXCLUSIVE"], [], [], []],
  [
    "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY",
    ["public.p SHARE UPDATE EXCLUSIVE", `public.p1 ${exclusive}`],
    [],
    [],
    ["BREAKS_CLIENTS", "BRIEF_LOCK"],
  ],
  ["DROP INDEX t_a_idx", [`public.t ${exclusive}`], [], [], ["BRIEF_LOCK"]],
  [
    "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    ["public.t SHARE ROW EXCLUSIVE"],
    [],
    [],
    ["BRIEF_LOCK"],
  ],
  ["CREATE TABLE n (t_id int REFERENCES t)", ["public.t SHARE ROW EXCLUSIVE"], [], [], ["BRIEF_LOCK"]],
  ["ALTER TABLE t RENAME COLUMN b TO c", [`public.t ${exclusive}`], [], [], ["BREAKS_CLIENTS", "BRIEF_LOCK"]],
  ["ALTER TABLE t SET (fillfactor = 70)", ["public.t SHARE UPDATE EXCLUSIVE"], [], [], []],
  ["ALTER TABLE t SET UNLOGGED", [`public.t ${exclusive}`], ["public.t"], ["public.t"], ["TABLE_REWRITE"]],
  [
    "ALTER DOMAIN d ADD CONSTRAINT d_check CHECK (VALUE <> '')",
    ["public.of_d SHARE", "public.of_dd SHARE"],
    [],
    ["public.of_d", "public.of_dd"],
    ["DEPENDS_ON_ROWS", "DEPENDS_ON_ROWS", "TABLE_SCAN", "TABLE_SCAN"],
  ],
  ["ALTER DOMAIN dd SET NOT NULL", ["public.of_dd SHARE"], [], ["public.of_dd"], ["DEPENDS_ON_ROWS", "TABLE_SCAN"]],
  ["ALTER DOMAIN dd ADD CONSTRAINT c CHECK (VALUE <> '') NOT VALID", [], [], [], []],
  [
    "ALTER DOMAIN d VALIDATE CONSTRAINT dnv",
    ["public.of_d SHARE", "public.of_dd SHARE"],
    [],
    ["public.of_d", "public.of_dd"],
    ["DEPENDS_ON_ROWS", "DEPENDS_ON_ROWS", "TABLE_SCAN", "TABLE_SCAN"],
  ],
  [
    "CREATE TABLE pd_1 PARTITION OF pd FOR VALUES IN (1)",
    [`public.pd ${exclusive}`, `public.pd_rest ${exclusive}`],
    [],
    ["public.pd_rest"],
    ["DEPENDS_ON_ROWS", "BRIEF_LOCK", "TABLE_SCAN"],
  ],
  [
    "CREATE TABLE pc_7 PARTITION OF pc FOR VALUES IN (7)",
    [`public.pc ${exclusive}`, `public.pc_rest ${exclusive}`],
    [],
    [],
    ["DEPENDS_ON_ROWS", "BRIEF_LOCK", "BRIEF_LOCK"],
  ],
  [
    "ALTER TABLE pd ATTACH PARTITION loose FOR VALUES IN (1)",
    [`public.loose ${exclusive}`, "public.pd SHARE UPDATE EXCLUSIVE", `public.pd_rest ${exclusive}`],
    [],
    [],
    ["TABLE_SCAN", "DEPENDS_ON_ROWS", "TABLE_SCAN", "DEPENDS_ON_ROWS"],
  ],
  [
    "ALTER TABLE checked ALTER a SET NOT NULL",
    [`public.checked ${exclusive}`],
    [],
    [],
    ["DEPENDS_ON_ROWS", "BRIEF_LOCK"],
  ],
  ["ALTER TABLE checked DROP b", [`public.checked ${exclusive}`], [], [], ["BREAKS_CLIENTS", "BRIEF_LOCK"]],
  ["ALTER TABLE u SET SCHEMA pg_catalog", [`public.u ${exclusive}`], [], [], ["BREAKS_CLIENTS", "BRIEF_LOCK"]],
  ["COMMENT ON TABLE t IS 'x'", ["public.t SHARE UPDATE EXCLUSIVE"], [], [], []],
  ["DROP VIEW v", [`public.v ${exclusive}`], [], [], ["BREAKS_CLIENTS", "BRIEF_LOCK"]],
  ["TRUNCATE u", [`public.u ${exclusive}`], ["public.u"], [], ["DELETES_DATA", "BRIEF_LOCK"]],
  ["ALTER FOREIGN TABLE ft ALTER id SET NOT NULL", [`public.ft ${exclusive}`], [], [], ["BRIEF_LOCK"]],
  ["ALTER TABLE ft ADD CONSTRAINT c CHECK (id > 0)", [`public.ft ${exclusive}`], [], [], ["BRIEF_LOCK"]],
  ["VACUUM t", ["public.t SHARE UPDATE EXCLUSIVE"], [], [], []],
  [
    "CREATE TABLE n (a int); CREATE INDEX i ON n (a); ALTER TABLE n ADD UNIQUE (a)",
    ["public.n SHARE", `public.n ${exclusive}`],
    [],
    [],
    [],
  ],
])("%s", async (sql, locks, rewritten, scanned, kinds) => {
  const { statements, findings } = await linted(sql);
  const all = statements.flatMap((one) => one.locks).filter((one) => one.lock !== "ACCESS SHARE");
  expect({
    locks: all.map((one) => `${one.table} ${one.lock}`),
    rewritten: statements.flatMap((one) => one.rewritten),
    scanned: statements.flatMap((one) => one.scanned),
    kinds: findings.map((one) => one.hazard.kind),
  }).toEqual({ locks, rewritten, scanned, kinds });
});

test("a foreign key locks both tables and reads both, until it is told to do so later", async () => {
  const { statements } = await linted("ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (u_id) REFERENCES u");
  expect(statements[0]).toMatchObject({
    locks: [
      { table: "public.t", lock: "SHARE ROW EXCLUSIVE", blocks: "writes" },
      { table: "public.u", lock: "SHARE ROW EXCLUSIVE", blocks: "writes" },
    ],
  });
});

test("who waits is judged by the strongest lock that the transaction holds on the table", async () => {
  const statements = [
    "ALTER TABLE t ADD COLUMN c int",
    "ALTER TABLE t VALIDATE CONSTRAINT nv",
    "CREATE INDEX i ON t (b)",
  ];
  const { findings } = await linted(statements.join(";\n"));
  expect(findings.map(({ hazard, line }) => [line, hazard.kind, hazard.lock])).toEqual([
    [1, "BRIEF_LOCK", exclusive],
    [2, "DEPENDS_ON_ROWS", undefined],
    [2, "TABLE_SCAN", exclusive],
    [3, "BLOCKING_INDEX_BUILD", exclusive],
  ]);
  const alone = await linted(`${statements.join(";\n")};\nCREATE INDEX CONCURRENTLY j ON t (b)`);
  expect(
    alone.findings.filter((one) => one.line < 4).map(({ hazard, line }) => [line, hazard.kind, hazard.lock]),
  ).toEqual([
    [1, "BRIEF_LOCK", exclusive],
    [2, "DEPENDS_ON_ROWS", undefined],
    [3, "BLOCKING_INDEX_BUILD", "SHARE"],
  ]);
});

test.each([
  ["ALTER TABLE t ALTER a TYPE bigint", /diff --expand-contract/],
  ["ALTER TABLE t SET UNLOGGED", /^Choose an hour when the table may stand still/],
  ["ALTER TABLE t ADD c uuid DEFAULT gen_random_uuid()", /^Add the column without it, set the default/],
  ["REFRESH MATERIALIZED VIEW m", /^REFRESH … CONCURRENTLY/],
  ["ALTER TABLE t ADD CHECK (a > -99999999)", /^Add the constraint NOT VALID and VALIDATE it/],
  ["ALTER TABLE t ADD COLUMN c int; ALTER TABLE t VALIDATE CONSTRAINT nv", /^Put it into a migration of its own/],
  ["ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE <> '')", /^Choose an hour when writers of the tables may wait/],
  ["CREATE TABLE pd_1 PARTITION OF pd FOR VALUES IN (1)", /^Add a CHECK to that table first/],
  ["ALTER TABLE t ADD c int GENERATED ALWAYS AS (a + 1) STORED", /make it VIRTUAL .* a trigger fills/],
  ["ALTER TABLE t ADD EXCLUDE (a WITH =)", /^Choose an hour/],
  ["CREATE INDEX ON t (a)", /^Build the index CONCURRENTLY/],
])("what to do about %s", async (sql, expected) => {
  const { findings } = await linted(sql);
  const hazards = findings.map((one) => one.hazard).filter((one) => refusedKinds.includes(one.kind));
  expect(hazards.length).toBeGreaterThan(0);
  for (const hazard of hazards) expect(remedyOf(hazard)).toMatch(expected);
});

test("a statement that runs alone beside others, and what a file accepts with a reason", async () => {
  const { findings } = await linted(
    "-- specline:accept DELETES_DATA nobody reads it\n-- specline:accept TABLE_REWRITE\nALTER TABLE t DROP COLUMN at;\nCREATE INDEX CONCURRENTLY i ON t (b);\nALTER TABLE t ALTER a TYPE bigint;\n",
  );
  expect(findings.map(({ hazard, line, accepted }) => [line, hazard.kind, accepted])).toEqual([
    [3, "DELETES_DATA", "nobody reads it"],
    [3, "BREAKS_CLIENTS", undefined],
    [3, "BRIEF_LOCK", undefined],
    [4, "RUNS_ALONE", undefined],
    [5, "DEPENDS_ON_ROWS", undefined],
    [5, "BREAKS_CLIENTS", undefined],
    [5, "TABLE_REWRITE", undefined],
  ]);
});

test("rows that stand against a statement are taken away for it, and each statement has its own lock", async () => {
  const { findings, notes } = await linted(
    "ALTER TABLE t ALTER COLUMN at TYPE int USING at::text::int;\nALTER TABLE t ADD COLUMN q serial;\nCREATE INDEX i ON loose (a);\n",
  );
  expect(findings.map(({ hazard, line }) => [line, hazard.kind, hazard.object, hazard.blocks])).toEqual([
    [1, "DEPENDS_ON_ROWS", "public.t", undefined],
    [1, "BREAKS_CLIENTS", "public.t.at", undefined],
    [1, "TABLE_REWRITE", "public.t", "reads and writes"],
    [1, "CHANGES_VALUES", "public.t.at", undefined],
    [2, "TABLE_REWRITE", "public.t", "reads and writes"],
    [3, "BLOCKING_INDEX_BUILD", "public.loose", "writes"],
  ]);
  expect(notes).toEqual([expect.stringMatching(/^a\.sql: public\.t: invalid input syntax/)]);
});

test("statements that need one transaction are told with the lock that is held", async () => {
  const { findings } = await linted(
    "CREATE TEMP TABLE x ON COMMIT DROP AS SELECT 1 AS a;\nALTER TABLE t ADD COLUMN q int;\nALTER TABLE t ADD COLUMN r serial;\nINSERT INTO u SELECT a + 1000 FROM x;\n",
  );
  expect(findings.map(({ hazard, line }) => [line, hazard.kind, hazard.object, hazard.blocks])).toEqual([
    [2, "BRIEF_LOCK", "public.t", "reads and writes"],
    [3, "TABLE_REWRITE", "public.t", "reads and writes"],
  ]);
});

const kept = (name: string, where: string) =>
  `gives public.${name}(n integer) a new body, but what the old one gave stays in public.${where}`;

test.each<readonly [string, readonly string[]]>([
  [
    "CREATE OR REPLACE FUNCTION code(n int) RETURNS int IMMUTABLE RETURN n + 2",
    [
      kept("code", "coded: index public.coded_i, stored column public.coded.c"),
      kept("code", "parted: partition key public.parted"),
    ],
  ],
  [
    "CREATE OR REPLACE FUNCTION base(n int) RETURNS int IMMUTABLE RETURN n + 2; REINDEX INDEX coded_i; CREATE TABLE new (a int CHECK (code(a) > 0))",
    [kept("base", "coded: stored column public.coded.c"), kept("base", "parted: partition key public.parted")],
  ],
  [
    "CREATE OR REPLACE FUNCTION fine(n int) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT n > 1'",
    [kept("fine", "coded: check public.k, check public.odd_check, index public.coded_p")],
  ],
  ["CREATE OR REPLACE FUNCTION code(n int) RETURNS int IMMUTABLE COST 7 RETURN base(n)", []],
])("values that outlive the body that gave them: %s", async (sql, texts) => {
  const { findings } = await linted(sql);
  expect(findings.flatMap(({ hazard }) => (hazard.kind === "STALE_VALUES" ? [hazard.text] : []))).toEqual(texts);
});

const used = "which others may use";

test.each<readonly [string, readonly string[]]>([
  ["DO $$ BEGIN DROP TABLE u; END $$", ["drops table public.u"]],
  [
    "DO $$ BEGIN EXECUTE 'ALTER TABLE ' || 't DROP COLUMN at'; DROP SEQUENCE own_seq; DROP VIEW v; END $$",
    [
      `drops public.v, ${used}`,
      "drops sequence public.own_seq",
      "drops column public.t.at",
      "code that uses column public.t.at fails at once",
    ],
  ],
  [
    "DO $$ BEGIN DELETE FROM u WHERE id IS NOT NULL; TRUNCATE loose; END $$",
    ["deletes rows of public.loose", "deletes rows of public.u"],
  ],
  ["WITH gone AS (DELETE FROM u RETURNING id) SELECT count(*) FROM gone", ["deletes rows of public.u"]],
  [
    "TRUNCATE of_d; SELECT wipe() FROM generate_series(1, 1), loose",
    ["deletes rows of public.of_d", "deletes rows of public.loose", "deletes rows of public.heard"],
  ],
  [
    "DROP FUNCTION mine CASCADE",
    [`drops mine, ${used}`, "drops the restrictive policy public.guarded.narrow: its rows may be seen"],
  ],
  [
    "DROP FUNCTION odd CASCADE",
    [
      `drops odd, ${used}`,
      "drops constraint public.guarded.guarded_a_check with it",
      "drops index public.guarded.guarded_i with it",
    ],
  ],
  ["DROP FUNCTION hush CASCADE", [`drops hush, ${used}`, "drops trigger public.loose.hush with it"]],
  [
    "DO $$ BEGIN CREATE UNIQUE INDEX k ON fam_1 (b); END $$; DO $$ BEGIN ALTER TABLE fam_1 ADD CONSTRAINT k UNIQUE USING INDEX k; END $$",
    [],
  ],
  ["DO $$ BEGIN ALTER TABLE fam ATTACH PARTITION fam_1 FOR VALUES IN (1); END $$", []],
  ["DELETE FROM parent", ["grandkid", "kid", "parent"].map((one) => `deletes rows of public.${one}`)],
  ["TRUNCATE kid CASCADE", ["grandkid", "kid"].map((one) => `deletes rows of public.${one}`)],
  ["DELETE FROM loose", ["deletes rows of public.heard", "deletes rows of public.loose"]],
  ["CREATE TABLE own (a int); INSERT INTO own VALUES (1); DROP TABLE own", []],
  ["CREATE TEMP TABLE own AS SELECT 1; DROP TABLE own; CREATE SEQUENCE s; DROP SEQUENCE s", []],
  ["ALTER TABLE loose ADD b int; ALTER TABLE loose DROP b", []],
  ["CREATE TABLE IF NOT EXISTS u (a int); DROP TABLE u CASCADE", ["drops table u"]],
  [
    "ALTER TABLE guarded ALTER n DROP IDENTITY",
    [
      "drops the identity of public.guarded.n with its counter: inserts that leave the column out fail or get no number",
    ],
  ],
  [
    "CREATE SEQUENCE n_seq; ALTER TABLE guarded ALTER n DROP IDENTITY; ALTER TABLE guarded ALTER n SET DEFAULT nextval('n_seq')",
    [],
  ],
  ...[
    ["TYPE pair RENAME ATTRIBUTE x TO z", "public.pair.x to z"],
    ["TYPE pair RENAME TO couple", "pair to couple"],
    ["DOMAIN dd RENAME TO d2", "dd to d2"],
    ["FUNCTION odd RENAME TO even", "odd to even"],
    ["SCHEMA public RENAME TO private", "schema public to private"],
    ["SEQUENCE own_seq RENAME TO other_seq", "public.own_seq to other_seq"],
  ].map(([sql, renamed]): readonly [string, readonly string[]] => [
    `ALTER ${sql}`,
    [`renames ${renamed}: code that uses the old name fails at once`],
  ]),
  [
    "ALTER TYPE mood RENAME VALUE 'a' TO 'z'",
    ["renames label 'a' of mood to 'z': code that uses the old one fails at once"],
  ],
  ["SELECT sweep_all()", ["deletes rows of public.of_d"]],
  [
    "DROP DOMAIN d CASCADE",
    [
      `drops d, ${used}`,
      "code that uses column public.of_d.x fails at once",
      "code that uses column public.of_dd.x fails at once",
      "drops column public.of_d.x",
      "drops column public.of_dd.x",
    ],
  ],
  [
    "DROP FUNCTION code CASCADE",
    [
      `drops code, ${used}`,
      "code that uses column public.coded.c fails at once",
      "drops column public.coded.c",
      "drops index public.coded.coded_i with it",
      "drops table public.parted",
      `drops public.of_code, ${used}`,
    ],
  ],
  ["DROP TABLE u CASCADE", ["drops table u"]],
  [
    "ALTER TABLE t DROP COLUMN b CASCADE",
    ["code that uses column public.t.b fails at once", "drops column public.t.b", `drops public.m, ${used}`],
  ],
  [
    "DO $$ BEGIN CREATE TABLE n (a int); INSERT INTO n VALUES (1); DELETE FROM n; DROP TABLE n; UPDATE loose SET a = a; END $$",
    [],
  ],
])("what code deletes is seen: %s", async (sql, texts) => {
  const { findings } = await linted(sql);
  const kinds = ["DELETES_DATA", "BREAKS_CLIENTS", "WIDENS_ACCESS"];
  const found = findings.flatMap(({ hazard }) => (kinds.includes(hazard.kind) ? [hazard.text] : []));
  expect(found.toSorted()).toEqual(texts.toSorted());
});

const mayChange = (column: string, from: string, to: string) =>
  `casts column public.typed.${column} from ${from} to ${to}, which may change or cut values`;
const computed = (column: string) =>
  `computes column public.typed.${column} anew by an expression, which may change or lose values`;
const zoneRewrite = (column: string, to: string) =>
  `writes all rows anew of public.typed where the session's TimeZone is not UTC: public.typed.${column} becomes ${to}`;
const [withZone, without] = ["timestamp with time zone", "timestamp without time zone"];

test.each<readonly [string, readonly string[]]>([
  ["ALTER TABLE typed ALTER f TYPE real", [mayChange("f", "double precision", "real")]],
  ["ALTER TABLE typed ALTER r TYPE float8", []],
  ["ALTER TABLE typed ALTER n TYPE numeric(10,2)", [mayChange("n", "numeric(10,4)", "numeric(10,2)")]],
  ["ALTER TABLE typed ALTER s TYPE varchar(5)", []],
  ["ALTER TABLE typed ALTER s TYPE varchar(5) USING s", []],
  ["ALTER TABLE typed ALTER s TYPE varchar(5) USING s::varchar(5)", [mayChange("s", "text", "character varying(5)")]],
  [
    "ALTER TABLE typed ALTER z TYPE timestamptz(0)",
    [mayChange("z", "timestamp(3) with time zone", "timestamp(0) with time zone")],
  ],
  ["ALTER TABLE typed ALTER at TYPE timestamptz", [mayChange("at", without, withZone), zoneRewrite("at", withZone)]],
  ["ALTER TABLE typed ALTER atz TYPE timestamp", [mayChange("atz", withZone, without), zoneRewrite("atz", without)]],
  ["SET LOCAL timezone = 'UTC'; ALTER TABLE typed ALTER at TYPE timestamptz", [mayChange("at", without, withZone)]],
  ["ALTER TABLE typed ALTER at TYPE timestamptz USING at AT TIME ZONE 'Europe/Berlin'", [computed("at")]],
  ["ALTER TABLE typed ALTER r TYPE float8; ALTER TABLE typed ALTER r TYPE real", []],
  ["ALTER TABLE typed ALTER s TYPE text USING left(s, 1)", [computed("s")]],
  ["ALTER TABLE typed ALTER s TYPE text USING NULL", [computed("s")]],
  ["ALTER TABLE typed ALTER n TYPE numeric(10,4) USING round(n)", [computed("n")]],
  ["ALTER TABLE typed ALTER n TYPE numeric(10,4) USING n::int::numeric", [computed("n")]],
  ["ALTER TABLE typed ALTER r TYPE float8 USING f", [computed("r")]],
  ["ALTER TABLE typed ALTER s TYPE json USING s::text::json", []],
  ["CREATE TABLE own (s text); ALTER TABLE own ALTER s TYPE text USING left(s, 1)", []],
])("values of changed types: %s", async (sql, texts) => {
  const { findings } = await linted(sql);
  const isOfType = ({ kind, text }: { kind: string; text: string }) =>
    kind === "CHANGES_VALUES" || text.includes("TimeZone");
  const found = findings.flatMap(({ hazard }) => (isOfType(hazard) ? [hazard.text] : []));
  expect(found).toEqual(texts);
});
