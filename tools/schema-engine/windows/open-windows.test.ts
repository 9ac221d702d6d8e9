import { describe, expect, test } from "vitest";
import { eachMajor } from "../../../test/database/each-major";
import { readCatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { chooseEngine } from "../engine/choose-engine";
import { deltaEngine } from "../engine/delta-engine";
import type { SchemaEngine } from "../engine/schema-engine";
import { refusedKinds } from "../plan/hazard";
import { applySegments } from "../prove/apply-segments";
import { snapshotOf } from "../prove/snapshot-of";
import { missingBetween } from "./missing-between";
import { watchWindows } from "./watch-windows";

const schema = `CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL DEFAULT 1, b text UNIQUE);
  ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY;
  CREATE POLICY p ON t AS RESTRICTIVE USING (a = 1);
  CREATE TABLE r (t int CONSTRAINT r_fk REFERENCES t);
  CREATE FUNCTION f(n int) RETURNS int LANGUAGE sql AS 'SELECT n';
  REVOKE EXECUTE ON FUNCTION f(int) FROM PUBLIC;
  CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
  CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION g();
  CREATE RULE ru AS ON DELETE TO r DO INSTEAD NOTHING;
  CREATE UNIQUE INDEX i ON t (a, b);
  CREATE DOMAIN d AS int DEFAULT 1 NOT NULL CONSTRAINT dc CHECK (VALUE > 0);
  CREATE VIEW v WITH (security_barrier) AS SELECT id FROM t;
  CREATE TYPE e AS ENUM ('x');
  GRANT SELECT ON t TO PUBLIC; GRANT UPDATE (a) ON t TO PUBLIC;`;

/** What is done to it between two parts, and what is told. */
const between: readonly (readonly [string, string, readonly string[]])[] = [
  ["nothing", "SELECT 1", []],
  ["a policy", "DROP POLICY p ON t", ["policy public.t.p"]],
  ["row security", "ALTER TABLE t DISABLE ROW LEVEL SECURITY", ["row security (enabled) of table public.t"]],
  [
    "row security of the owner",
    "ALTER TABLE t NO FORCE ROW LEVEL SECURITY",
    ["row security (forced) of table public.t"],
  ],
  ["a trigger", "DROP TRIGGER tr ON t", ["trigger public.t.tr"]],
  ["a disabled trigger", "ALTER TABLE t DISABLE TRIGGER tr", ["enabled trigger public.t.tr"]],
  ["a rule", "DROP RULE ru ON r", ["rule public.r.ru"]],
  ["a default", "ALTER TABLE t ALTER a DROP DEFAULT", ["default of column public.t.a"]],
  ["another default", "ALTER TABLE t ALTER a SET DEFAULT 2", []],
  ["NOT NULL", "ALTER TABLE t ALTER a DROP NOT NULL", ["NOT NULL of column public.t.a"]],
  [
    "NOT NULL by a check",
    "ALTER TABLE t ALTER a DROP NOT NULL; ALTER TABLE t ADD CONSTRAINT n CHECK (a IS NOT NULL) NOT VALID",
    [],
  ],
  ["a foreign key", "ALTER TABLE r DROP CONSTRAINT r_fk", ["constraint public.r.r_fk"]],
  [
    "a foreign key of another name",
    "ALTER TABLE r DROP CONSTRAINT r_fk; ALTER TABLE r ADD CONSTRAINT k FOREIGN KEY (t) REFERENCES t NOT VALID",
    [],
  ],
  ["a key", "ALTER TABLE t DROP CONSTRAINT t_b_key", ["constraint public.t.t_b_key"]],
  ["a unique index", "DROP INDEX i", ["index public.i"]],
  ["a renamed index", "ALTER INDEX i RENAME TO j", []],
  [
    "an invalid index",
    "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass",
    ["valid index public.i"],
  ],
  ["what is new", "CREATE TABLE n (a int); ALTER TABLE t ADD c int; CREATE INDEX n_a ON n (a)", []],
  ["an index beside what is new", "CREATE TABLE n (a int); DROP INDEX i", ["index public.i"]],
  ["a check of a domain", "ALTER DOMAIN d DROP CONSTRAINT dc", ["constraint public.d.dc"]],
  ["a default of a domain", "ALTER DOMAIN d DROP DEFAULT", ["default of domain public.d"]],
  ["a view", "DROP VIEW v", ["view public.v"]],
  ["an option of a view", "ALTER VIEW v RESET (security_barrier)", ["option security_barrier=true of view public.v"]],
  ["a function", "DROP FUNCTION f", ["routine public.f(n integer)"]],
  ["a type of another name", "ALTER TYPE e RENAME TO e2", ["enum public.e"]],
  ["a privilege", "REVOKE SELECT ON t FROM PUBLIC", ["privilege PUBLIC=SELECT on table public.t"]],
  ["a privilege of a column", "REVOKE UPDATE (a) ON t FROM PUBLIC", ["privilege PUBLIC=UPDATE on column public.t.a"]],
  [
    "a privilege that none has",
    "GRANT EXECUTE ON FUNCTION f TO PUBLIC",
    ["absence of privilege PUBLIC=EXECUTE on routine public.f(n integer)"],
  ],
  [
    "a switched off foreign key",
    "ALTER TABLE r DISABLE TRIGGER ALL",
    [expect.stringMatching(/^enabled constraint trigger public\.r\.r_fk/)],
  ],
];

const doc =
  "CREATE TABLE doc (id int PRIMARY KEY, tenant int NOT NULL, body text); ALTER TABLE doc ENABLE ROW LEVEL SECURITY;";
const policies =
  "CREATE POLICY p ON doc USING (true); CREATE POLICY q ON doc AS RESTRICTIVE USING (tenant = current_setting('app.t')::int);";
const part = `CREATE TABLE part (k int NOT NULL, v text NOT NULL) PARTITION BY LIST (k);
  CREATE TABLE part1 PARTITION OF part FOR VALUES IN (1, 2); CREATE TABLE part2 PARTITION OF part FOR VALUES IN (3) PARTITION BY LIST (k);
  CREATE TABLE part3 PARTITION OF part2 FOR VALUES IN (3);`;
const audit = `CREATE TABLE o (id int PRIMARY KEY, total int, st text);
  CREATE FUNCTION chk(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
  CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
  CREATE TRIGGER a AFTER UPDATE ON o FOR EACH ROW WHEN (chk(new.total)) EXECUTE FUNCTION audit();
  ALTER TABLE o ADD CONSTRAINT ck CHECK (chk(total));`;
const view = "CREATE VIEW big AS SELECT id, total FROM o WHERE total > 100;";
const mood = "CREATE TYPE mood AS ENUM ('a', 'b');";
const item = "CREATE TABLE item (id int PRIMARY KEY, m mood NOT NULL DEFAULT 'a', n int, w text);";

const changes: readonly (readonly [string, string, string])[] = [
  [
    "a policy whose column changes",
    doc + policies,
    doc.replace("tenant int", "tenant bigint").replace("text", "text NOT NULL") + policies,
  ],
  [
    "a trigger whose function is made again",
    audit,
    `${audit.replace("total int, st text", "total int NOT NULL, st text NOT NULL").replace("chk(int)", "chk(n int)")} CREATE INDEX oi ON o (st);`,
  ],
  [
    "a default beside NOT NULL",
    "CREATE TABLE t (id int PRIMARY KEY, n int DEFAULT 0, b text);",
    "CREATE TABLE t (id int PRIMARY KEY, n bigint DEFAULT 0, b text NOT NULL);",
  ],
  [
    "a unique index of a partitioned table",
    `${part} CREATE UNIQUE INDEX part_u ON part (k, v);`,
    `${part} CREATE UNIQUE INDEX part_u ON part (k, lower(v));`,
  ],
  [
    "an index of a partitioned table whose name of the partitions stays",
    `${part} CREATE INDEX part_i ON part (v);`,
    `${part} CREATE INDEX part_i ON part (v) WHERE k > 1;`,
  ],
  [
    "a view beside indexes",
    `CREATE TABLE o (id int PRIMARY KEY, total int, st text); CREATE INDEX o_i ON o (st); ${view}`,
    `CREATE TABLE o (id int PRIMARY KEY, total numeric, st text NOT NULL); CREATE INDEX o_i ON o (st, id); CREATE UNIQUE INDEX o_u ON o (total); ${view}`,
  ],
  [
    "an enum that loses a label, beside keys",
    `${mood} ${item} CREATE UNIQUE INDEX u ON item (n);`,
    `${mood.replace(", 'b'", "")} ${item.replace("n int", "n int NOT NULL").replace("w text", "w text NOT NULL UNIQUE")} CREATE UNIQUE INDEX u ON item (n) NULLS NOT DISTINCT;`,
  ],
];

eachMajor(({ shadow, load, prove }) => {
  test.each(between)("%s is seen as it is between two parts", async (_, sql, told) => {
    const database = await load(schema);
    const whole = await snapshotOf(shadow(), database);
    const client = await shadow().connect(database);
    try {
      expect(await applySegments(client, [{ isTransactional: true, statements: [sql] }])).toBeUndefined();
      const missing = missingBetween(whole, whole, await readCatalogSnapshot(client)).map((one) => one.what);
      // Which kinds are read follows from the statement, and nothing is overlooked.
      const watch = watchWindows({ before: whole, after: whole, direction: "up" });
      await watch.afterPart(client, { isTransactional: true, statements: [sql] }, 1);
      expect(watch.windows(2).map((one) => one.what)).toEqual(missing);
      expect([...new Set(missing)]).toEqual(
        sql.includes("DISABLE TRIGGER ALL") ? expect.arrayContaining([...told]) : told,
      );
    } finally {
      await client.end();
      await shadow().dropDatabase(database);
    }
  });

  describe.each(["delta", "atlas"] as const)("%s", (name) => {
    test.each(changes)("%s is away in no part", async (_, before, after) => {
      const engine = name === "delta" ? deltaEngine : await chooseEngine("atlas", () => {});
      const plan = await prove(before, after, engine);
      expect(plan.windows).toEqual([]);
      expect(plan.hazards.map((one) => one.kind)).not.toContain("OPEN_WINDOW");
      if (before.includes("INDEX part_")) {
        expect(plan.isUndonePerPart).toBe(true);
        expect(plan.hazards.map((one) => one.kind)).not.toContain("BLOCKING_INDEX_BUILD");
      }
      // What Atlas does in one statement needs no second part.
      if (name === "delta") expect(plan.up.length).toBeGreaterThan(1);
    });
  });

  test("what no order of statements closes must be allowed by name", async () => {
    const table = "CREATE TABLE t (a int, b int, CONSTRAINT u UNIQUE (a));";
    let isFirst = true;
    const engine: SchemaEngine = {
      ...deltaEngine,
      async plan(from, to, strategy) {
        const plan = await deltaEngine.plan(from, to, strategy);
        if (!isFirst) return plan;
        isFirst = false;
        const sql = [
          "ALTER TABLE public.t DROP CONSTRAINT u",
          "CREATE UNIQUE INDEX CONCURRENTLY u ON public.t (b)",
          "ALTER TABLE public.t ADD CONSTRAINT u UNIQUE USING INDEX u",
        ];
        return { ...plan, actions: sql.map((one) => ({ sql: one })) };
      },
    };
    const plan = await prove(table, table.replace("(a)", "(b)"), engine);
    const told = plan.hazards.filter((one) => one.kind === "OPEN_WINDOW");
    expect(told.map((one) => `${one.object}: ${one.text}`)).toEqual([
      "public.t.u: constraint public.t.u is gone from part 1 until part 3 is done, for good if a part between fails: rows that break it get in meanwhile, and the part that makes it again fails on them",
      "public.t.u: on the way back constraint public.t.u is gone from part 3 until part 1 is done, for good if a part between fails: rows that break it get in meanwhile, and the part that makes it again fails on them",
    ]);
    expect(refusedKinds).toContain("OPEN_WINDOW");
  });
});
