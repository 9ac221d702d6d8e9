import { afterAll, beforeAll, expect, test } from "vitest";
import { type Shadow, startShadow } from "../../postgres/shadow";
import { deltaEngine } from "../engine/delta-engine";
import { provePlan } from "../prove/prove-plan";
import { loadFiles } from "../source/load-files";

let shadow: Shadow;
beforeAll(async () => {
  shadow = await startShadow(process.cwd(), 18);
});
afterAll(async () => {
  await shadow?.stop();
});

const t = "CREATE TABLE t (a int, b text);";
const f = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$begin return new; end$$;";
const parts =
  "CREATE TABLE p (a int, b text DEFAULT 'x') PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);";
const trigger = `${parts} ${f} CREATE TRIGGER tr AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();`;
const view = `${t} CREATE VIEW v AS SELECT a FROM t;`;
const foreign = (options: string) =>
  `CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw; CREATE FOREIGN TABLE ft (a int${options}) SERVER s;`;
const dependants = (
  type: string,
) => `${f} CREATE TABLE t (a ${type}, b text); CREATE POLICY p ON t FOR SELECT USING (a > 0);
  CREATE TRIGGER tr BEFORE UPDATE OF a ON t FOR EACH ROW WHEN (NEW.a > 1) EXECUTE FUNCTION f(); ALTER TABLE t DISABLE TRIGGER tr; COMMENT ON TRIGGER tr ON t IS 'it''s';
  CREATE RULE r AS ON INSERT TO t WHERE NEW.a = 5 DO INSTEAD NOTHING;`;
const bounded = (options: string) => `CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY ${options});`;

/** What the engine leaves out, or plans so that PostgreSQL refuses it: there and back. */
test.each([
  ["the state of a partition's trigger", trigger, `${trigger} ALTER TABLE p1 DISABLE TRIGGER tr;`],
  ["the default of a partition", parts, `${parts} ALTER TABLE p1 ALTER b SET DEFAULT 'y';`],
  ["defaults and comments of views", view, `${view} ALTER VIEW v ALTER a SET DEFAULT 5; COMMENT ON COLUMN v.a IS 'c';`],
  [
    "an index to cluster on",
    `${t} CREATE INDEX i ON t (a);`,
    `${t} CREATE INDEX i ON t (a); ALTER TABLE t CLUSTER ON i;`,
  ],
  [
    "storage parameters",
    t,
    `${t} ALTER TABLE t SET (toast.autovacuum_enabled = false); ALTER TABLE t ALTER a SET (n_distinct = 5);`,
  ],
  ["compression", t, `${t} ALTER TABLE t ALTER b SET COMPRESSION pglz;`],
  ["options of foreign columns", foreign(""), foreign(" OPTIONS (column_name 'o''x')")],
  [
    "a table of a type",
    `CREATE TYPE ct AS (a int); CREATE TABLE o (a int);`,
    `CREATE TYPE ct AS (a int); CREATE TABLE o OF ct;`,
  ],
  ["comments of statistics", t, `${t} CREATE STATISTICS s ON a, b FROM t; COMMENT ON STATISTICS s IS 'c';`],
  ["a type under triggers, policies and rules", dependants("int"), dependants("bigint")],
  ["bounds that the counter is out of", bounded(""), bounded("(MINVALUE 5 MAXVALUE 500 START 5)")],
  ["types without a cast", "CREATE TABLE t (a int, b timestamp);", "CREATE TABLE t (a int[], b bigint);"],
])("%s", async (_, before, after) => {
  const load = (text: string) => loadFiles(shadow, [{ path: "schema.sql", text }]);
  for (const [from, to] of [
    [before, after],
    [after, before],
  ] as const) {
    const plan = await provePlan({ shadow, engine: deltaEngine, from: await load(from), to: await load(to) });
    expect(plan).toHaveProperty("up");
  }
});

test("a counter within new bounds stays, one that is out of them goes to the nearest", async () => {
  const load = (text: string) => loadFiles(shadow, [{ path: "schema.sql", text }]);
  for (const [last, next] of [
    [3, 10],
    [40, 41],
    [900, 500],
  ]) {
    const from = await load(bounded("(START 1)"));
    const plan = await provePlan({
      shadow,
      engine: deltaEngine,
      from,
      to: await load(bounded("(MINVALUE 10 MAXVALUE 500 START 10)")),
    });
    if (!("up" in plan)) throw new Error(JSON.stringify(plan));
    const client = await shadow.connect(from);
    await client.query("SELECT setval('t_id_seq', $1)", [last]);
    for (const sql of plan.up.flatMap((one) => one.statements)) await client.query(sql);
    const { rows } = await client.query("SELECT nextval('t_id_seq')::int AS next");
    await client.end();
    expect(rows).toEqual([{ next }]);
  }
});
