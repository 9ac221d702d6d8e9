import { expect, test } from "vitest";
import { eachMajor } from "../../../test/database/each-major";

const set = (table: string, column: string, storage: string) =>
  `ALTER TABLE ONLY ${table} ALTER ${column} SET STORAGE ${storage}, ALTER ${column} SET COMPRESSION pglz;`;
const tables = `CREATE TABLE p (a int, t text, u text) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
  CREATE TABLE i (t text); CREATE TABLE c (b text) INHERITS (i); CREATE MATERIALIZED VIEW v AS SELECT t FROM i;`;
const settings = `${set("p", "t", "EXTERNAL")} ${set("p1", "u", "MAIN")} ${set("i", "t", "PLAIN")} ${set("c", "b", "EXTERNAL")} ${set("v", "t", "MAIN")}`;
const published = "CREATE TABLE t (a int PRIMARY KEY);";
const served = (version: string, options: string) =>
  `CREATE EXTENSION postgres_fdw; CREATE SERVER s ${version} FOREIGN DATA WRAPPER postgres_fdw OPTIONS (${options}); CREATE FOREIGN TABLE ft (a int) SERVER s; CREATE VIEW v AS SELECT a FROM ft;`;
const operator = (options: string) =>
  `CREATE OPERATOR public.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_catalog.texteq${options});`;
const used = "CREATE TABLE t (a text, CHECK (a OPERATOR(public.===) 'x'));";

const beside = (end: string, collation: string, expression: string) =>
  `CREATE TABLE t (a text, c text COLLATE ${collation} NOT NULL, g text GENERATED ALWAYS AS (${expression}) STORED);
   CREATE TABLE p (a int) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (${end});`;

/** Before, after, and what is in no statement of both ways. */
const cases: Readonly<Record<string, readonly [string, string, RegExp]>> = {
  "storage and compression of what comes": ["", `${tables} ${settings}`, /^ALTER TABLE (?!ONLY)/],
  "storage and compression of what is there": [tables, `${tables} ${settings}`, /^(DROP|CREATE)/],
  "options of publications": [
    `${published} CREATE PUBLICATION p FOR TABLE t;`,
    `${published} CREATE PUBLICATION p FOR TABLE t WITH (publish = 'insert', publish_via_partition_root = true);`,
    /^(DROP|CREATE)/,
  ],
  "version and options of a server in use": [
    served("", "host 'a', dbname 'b'"),
    served("VERSION '2'", "host 'c', port '5'"),
    /^(DROP|CREATE)/,
  ],
  // Before PostgreSQL 17 the generated column is dropped and made again; nothing else is for that.
  "bounds and a collation beside another expression": [
    beside("10", '"C"', "a || '/'"),
    beside("20", '"POSIX"', "a || ':'"),
    /^(DROP TABLE|CREATE)|DROP COLUMN c|DROP COLUMN "c"/,
  ],
  "selectivity of an operator in use": [
    `${operator(", RESTRICT = eqsel, JOIN = eqjoinsel")} ${used}`,
    `${operator(", RESTRICT = neqsel")} ${used}`,
    /^(DROP|CREATE)/,
  ],
};

eachMajor(
  ({ major, prove }) => {
    test.each(Object.entries(cases))("%s", async (_, [before, after, never]) => {
      const plan = await prove(before, after);
      const isNew = before === "";
      const statements = [...plan.up, ...(isNew ? [] : plan.down)].flatMap((one) => one.statements);
      expect(statements.filter((one) => never.test(one))).toEqual([]);
    });

    test("an operator gets what it has not in place from PostgreSQL 17 on, and is made again to lose it", async () => {
      const plan = await prove(operator(""), operator(", COMMUTATOR = OPERATOR(public.===), HASHES, MERGES"));
      const shown = (way: typeof plan.up) => way.flatMap((one) => one.statements).join("\n");
      expect(shown(plan.up)).toMatch(major >= 17 ? /^ALTER OPERATOR .*HASHES/m : /^DROP OPERATOR .*\n.*HASHES/m);
      expect(shown(plan.down)).toMatch(/^DROP OPERATOR /m);
    });
  },
  [18, 17, 15],
);
