import { expect, test } from "vitest";
import { eachMajor } from "../../../test/database/each-major";

const types = `CREATE TYPE mood AS ENUM ('1', '2'); CREATE TYPE pair AS (x int, y text); CREATE DOMAIN fine AS mood;
  CREATE FUNCTION first(pair) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT ($1).x'; CREATE CAST (pair AS int) WITH FUNCTION first(pair) AS ASSIGNMENT;`;
const table = (...columns: readonly string[]) =>
  `${types} CREATE TABLE t (${columns.map((type, index) => `c${index} ${type}`).join(", ")});`;

/** Before, after, and what the way back is. */
const cases: Readonly<Record<string, readonly [string, string, "lossy" | "irreversible"]>> = {
  "values of other kinds that become numbers": [
    table("timestamptz", "boolean", "point", "jsonb", "int4range", "inet", "pg_lsn", "xid8"),
    table("int", "bigint", "int", "int", "int", "int", "bigint", "int"),
    "lossy",
  ],
  "enums, composites and domains of them that become numbers": [
    table("mood", "fine", "pair"),
    table("int", "int", "int"),
    "lossy",
  ],
  "one composite that becomes another": [
    `${table("pair")} CREATE TYPE other AS (x int, y text);`,
    `${table("int")} CREATE TYPE other AS (x int, y text); ALTER TABLE t DROP c0; ALTER TABLE t ADD c0 other;`,
    "lossy",
  ],
  "a label that is filled up with blanks": [table("mood"), table("char(3)"), "irreversible"],
  "bytes that were a UUID": [table("uuid"), table("bytea"), "irreversible"],
};

eachMajor(({ prove }) => {
  test.each(Object.entries(cases))(
    "is planned, and its way back says what it is: %s",
    async (_, [before, after, rating]) => {
      const plan = await prove(before, after);
      expect(plan.wayBack.rating).toBe(rating);
      expect(plan.wayBack.losses[0]?.text).toMatch(/column public\.t\.c0 from/);
      const failures = plan.parts.flatMap((part) => part.downFailure ?? []);
      expect(failures).toHaveLength(rating === "irreversible" ? 1 : 0);
    },
  );
});
