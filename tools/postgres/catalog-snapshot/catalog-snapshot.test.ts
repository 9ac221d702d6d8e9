import { expect, test } from "vitest";
import { eachMajor } from "../../../test/database/each-major";
import { readCatalogSnapshot } from "./catalog-snapshot";
import { compareSnapshots, realDifferences } from "./compare-snapshots";

const base = `CREATE TABLE t (id int PRIMARY KEY, a int, b text);
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE DOMAIN d AS int DEFAULT 1;
CREATE TABLE parent (a int);
CREATE TABLE child (a int) INHERITS (parent);
CREATE EXTENSION citext;`;

const aggregate = (more: string) =>
  `CREATE AGGREGATE g (int) (SFUNC = int4pl, STYPE = int, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int, ${more} SSPACE = 8);`;
const operatorClass = (inClass: string) =>
  `CREATE OPERATOR FAMILY y USING brin;
   CREATE OPERATOR CLASS k FOR TYPE citext USING brin FAMILY y AS OPERATOR 1 <(citext, citext)${inClass},
     FUNCTION 1 brin_minmax_opcinfo(internal), FUNCTION 2 brin_minmax_add_value(internal, internal, internal, internal),
     FUNCTION 3 brin_minmax_consistent(internal, internal, internal), FUNCTION 4 brin_minmax_union(internal, internal, internal);`;
const baseType = (more: string) =>
  `CREATE TYPE w; CREATE FUNCTION w_in(cstring) RETURNS w LANGUAGE internal IMMUTABLE STRICT AS 'textin';
   CREATE FUNCTION w_out(w) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
   CREATE FUNCTION w_receive(internal) RETURNS w LANGUAGE internal STABLE STRICT AS 'textrecv';
   CREATE TYPE w (INPUT = w_in, OUTPUT = w_out${more});`;
const check = "ALTER TABLE parent ADD CONSTRAINT c CHECK (a > 0);";

/** Differences that are in no definition that PostgreSQL prints: what makes one state, and what makes the other. */
const changes: readonly (readonly [string, string, string])[] = [
  [
    "arguments of the final function of a moving aggregate",
    aggregate("MFINALFUNC = f,"),
    aggregate("MFINALFUNC = f, MFINALFUNC_MODIFY = READ_WRITE,"),
  ],
  ["state size of a moving aggregate", aggregate(""), aggregate("MSSPACE = 16,")],
  [
    "operator loose in its family",
    operatorClass(", OPERATOR 5 >(citext, citext)"),
    `${operatorClass("")} ALTER OPERATOR FAMILY y USING brin ADD OPERATOR 5 >(citext, citext);`,
  ],
  ["receive function of a base type", baseType(""), baseType(", RECEIVE = w_receive")],
  ["delimiter of a base type", baseType(""), baseType(", DELIMITER = ';'")],
  ["collation of a base type", baseType(""), baseType(", COLLATABLE = true")],
  ["category of a base type", baseType(", CATEGORY = 'S'"), baseType(", CATEGORY = 'S', PREFERRED = true")],
  ["check that the child has too", check, `ALTER TABLE child ADD CONSTRAINT c CHECK (a > 0); ${check}`],
  ["privileges of a function of an extension", "", "REVOKE EXECUTE ON FUNCTION citext_hash(citext) FROM PUBLIC;"],
  ["grant on a type of an extension", "", "GRANT USAGE ON TYPE citext TO pg_monitor;"],
];

const since18: typeof changes = [
  [
    "NOT NULL that is not validated",
    "ALTER TABLE t ALTER a SET NOT NULL;",
    "ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID;",
  ],
  [
    "NOT NULL that children have not",
    "ALTER TABLE t ALTER a SET NOT NULL;",
    "ALTER TABLE t ADD CONSTRAINT n NOT NULL a NO INHERIT;",
  ],
];

eachMajor(
  ({ major, shadow }) => {
    async function snapshotAfter(sql: string) {
      const database = await shadow().createDatabase();
      const client = await shadow().connect(database);
      await client.query(sql);
      const snapshot = await readCatalogSnapshot(client);
      await client.end();
      await shadow().dropDatabase(database);
      return snapshot;
    }

    test.each(major >= 18 ? [...changes, ...since18] : changes)("%s", async (_, one, other) => {
      const differences = compareSnapshots(await snapshotAfter(base + one), await snapshotAfter(base + other));
      expect(realDifferences(differences)).not.toEqual([]);
    });

    test("a default of a domain follows the name of its function", async () => {
      const make = (name: string) =>
        `CREATE FUNCTION ${name}() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE DOMAIN x AS int DEFAULT ${name}();`;
      const renamed = await snapshotAfter(`${make("one")} ALTER FUNCTION one() RENAME TO two;`);
      expect(realDifferences(compareSnapshots(renamed, await snapshotAfter(make("two"))))).toEqual([]);
    });
  },
  [18, 17, 16, 15],
);
