import { expect, test } from "vitest";
import { eachMajor } from "../../../test/database/each-major";

const returning = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$begin return new; end$$;";
const inherited = (type: string, more: string) =>
  `${returning} CREATE TABLE p (a ${type}, b text); CREATE TABLE c (x int) INHERITS (p); ${more}`;
const partitioned = (type: string, more: string) =>
  `${returning} CREATE SCHEMA s; CREATE TABLE p (a ${type}, k int) PARTITION BY LIST (k);
  CREATE TABLE s.c PARTITION OF p FOR VALUES IN (1, 2) PARTITION BY RANGE (k); CREATE TABLE d PARTITION OF s.c FOR VALUES FROM (0) TO (9); ${more}`;
const published = (type: string, more: string) =>
  `CREATE SCHEMA "S x"; CREATE TABLE "S x"."T.t" ("Id" int PRIMARY KEY, "A a" ${type}, on_sale boolean); CREATE TABLE u (id int PRIMARY KEY); ${more}`;
const mood = (labels: string, more: string) =>
  `CREATE TYPE m AS ENUM (${labels}); CREATE TABLE t (a m, b int); ${more}`;
const measured = (type: string, more: string) =>
  `CREATE TABLE t (b int, a ${type}, g int GENERATED ALWAYS AS (b + 1) STORED); ${more}`;
const int = "int";
const bigint = "bigint";

const pair = (one: string, other: string, make: (text: string) => string) => [make(one), make(other)] as const;

/** What stands against a change of `a`, or goes with it: both sides have it. */
const both = (make: (type: string, more: string) => string, more: string) =>
  [make(int, more), make(bigint, more)] as const;

const cases: Readonly<Record<string, readonly [string, string]>> = {
  "views of a child, with what they have": both(
    inherited,
    `CREATE VIEW v AS SELECT a, x FROM c; CREATE VIEW w WITH (security_barrier) AS SELECT a FROM v; GRANT SELECT ON w TO pg_monitor; COMMENT ON VIEW w IS 'w';
     CREATE MATERIALIZED VIEW z AS SELECT a FROM c; CREATE UNIQUE INDEX i ON z (a);`,
  ),
  "a policy, a trigger, a rule and a function of a child": both(
    inherited,
    `CREATE POLICY o ON c USING (a > 0); CREATE RULE r AS ON INSERT TO c WHERE NEW.a = 5 DO INSTEAD NOTHING;
     CREATE TRIGGER g BEFORE UPDATE OF a ON c FOR EACH ROW WHEN (NEW.a > 0) EXECUTE FUNCTION f(); ALTER TABLE c DISABLE TRIGGER g;
     CREATE FUNCTION most() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT max(a) FROM c; END;`,
  ),
  "what partitions below partitions have": both(
    partitioned,
    `CREATE VIEW v AS SELECT a FROM d; CREATE POLICY o ON s.c USING (a > 0); CREATE INDEX i ON p (a); ALTER TABLE d ADD CHECK (a > 1);
     CREATE TRIGGER g BEFORE UPDATE OF a ON s.c FOR EACH ROW WHEN (NEW.a > 0) EXECUTE FUNCTION f(); CREATE STATISTICS e ON (a + 1), k FROM d;`,
  ),
  "a generated column of a child, with what it has": pair(int, bigint, (type) =>
    inherited(
      type,
      `ALTER TABLE c ADD g int GENERATED ALWAYS AS (a * 2) STORED; CREATE INDEX i ON c (g); CREATE VIEW v AS SELECT g FROM c; COMMENT ON COLUMN c.g IS 'x'; GRANT SELECT (g) ON c TO pg_monitor;`,
    ),
  ),
  "a generated column that children have": both(
    partitioned,
    "ALTER TABLE p ADD g int GENERATED ALWAYS AS (a * 2) STORED;",
  ),
  "a column that a trigger and a generated column name": pair(
    int,
    "numeric(9,2)",
    (type) =>
      `${returning} CREATE TABLE t (a ${type}, b int, g bigint GENERATED ALWAYS AS (a + b) STORED); CREATE TRIGGER x BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f();`,
  ),
  "a column that a child says itself": pair(
    int,
    bigint,
    (type) =>
      `CREATE TABLE p (a ${type}, b text); CREATE TABLE c (a ${type}, x int) INHERITS (p); CREATE VIEW v AS SELECT a FROM c;`,
  ),
  "lists and filters of publications": both(
    published,
    `CREATE PUBLICATION "P p" FOR TABLE u, TABLE "S x"."T.t" ("Id", "A a") WHERE (on_sale AND "A a" > 5) WITH (publish = 'insert'); COMMENT ON PUBLICATION "P p" IS 'x';
     CREATE PUBLICATION q FOR TABLE "S x"."T.t" ("Id", "A a"); CREATE PUBLICATION o FOR TABLE "S x"."T.t" WHERE (on_sale) WITH (publish = 'insert');`,
  ),
  "the filter of a published partition": both(
    partitioned,
    "CREATE PUBLICATION q FOR TABLE d WHERE (a > 2) WITH (publish = 'insert');",
  ),
  "a column that leaves the list of a publication": [
    published(int, `CREATE PUBLICATION q FOR TABLE "S x"."T.t" ("Id", "A a");`),
    'CREATE SCHEMA "S x"; CREATE TABLE "S x"."T.t" ("Id" int PRIMARY KEY, on_sale boolean); CREATE TABLE u (id int PRIMARY KEY); CREATE PUBLICATION q FOR TABLE "S x"."T.t" ("Id");',
  ],
  "an index by a function of an enum that gets a label": pair("'a', 'b'", "'a', 'b', 'c'", (labels) =>
    mood(
      labels,
      "CREATE FUNCTION rank(m) RETURNS int IMMUTABLE LANGUAGE sql AS $$SELECT CASE $1 WHEN 'a' THEN 1 ELSE 2 END$$; CREATE INDEX i ON t (rank(a), b);",
    ),
  ),
  "the label of an enum in the list of a publication and in statistics": pair("'a', 'b', 'c'", "'a', 'b'", (labels) =>
    mood(
      labels,
      "CREATE STATISTICS s ON (a = 'a'), b FROM t; COMMENT ON STATISTICS s IS 'x'; CREATE PUBLICATION q FOR TABLE t (a, b) WITH (publish = 'insert');",
    ),
  ),
  "statistics of columns and expressions": both(
    measured,
    "CREATE STATISTICS s ON a, b FROM t; CREATE STATISTICS e (mcv) ON (a + 1), g FROM t; ALTER STATISTICS e SET STATISTICS 70;",
  ),
  "statistics of a column that becomes a generated one": [
    "CREATE TABLE t (a int, g int); CREATE STATISTICS s ON a, g FROM t;",
    "CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a + 1) STORED); CREATE STATISTICS s ON a, g FROM t;",
  ],
  "statistics of a column that goes": [
    "CREATE TABLE t (a int, b int, c int); CREATE STATISTICS s ON a, b, c FROM t;",
    "CREATE TABLE t (b int, c int); CREATE STATISTICS s ON b, c FROM t;",
  ],
  "statistics of a function that is made again": pair(
    int,
    bigint,
    (type) =>
      `CREATE FUNCTION f(int) RETURNS ${type} LANGUAGE sql IMMUTABLE AS 'SELECT $1::${type}'; CREATE TABLE t (a int, b int); CREATE STATISTICS s ON (f(a)), b FROM t;`,
  ),
};

eachMajor(({ prove }) => {
  test.each(Object.entries(cases))("is proved there and back: %s", async (_, [before, after]) => {
    const plan = await prove(before, after);
    expect(plan.windows).toEqual([]);
  });
});
