import { expect, test } from "vitest";
import { eachMajor } from "../../../test/database/each-major";
import { applySegments } from "../prove/apply-segments";

const t = "CREATE TABLE t (a int NOT NULL, b int NOT NULL, c text);";
const identified = (index: string, name = "i") =>
  `${index} ALTER TABLE t REPLICA IDENTITY USING INDEX ${name}; CREATE PUBLICATION p FOR TABLE t;`;
const i = "CREATE UNIQUE INDEX i ON t (a);";
const j = "CREATE UNIQUE INDEX j ON t (b);";
const keyed = (key: string) =>
  `CREATE TABLE t (a int NOT NULL, b int NOT NULL, c text, CONSTRAINT k ${key}); ${identified("", "k")}`;
const parts = (key: string, child: string) =>
  `CREATE TABLE t (a int NOT NULL, b int NOT NULL, c text) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1, 2, 3);
  ${identified(`CREATE UNIQUE INDEX i ON t ${key};`)} ALTER TABLE t1 REPLICA IDENTITY USING INDEX ${child};`;

/** Before and after. */
const cases: Readonly<Record<string, readonly [string, string]>> = {
  "other columns": [t + identified(i), t + identified("CREATE UNIQUE INDEX i ON t (a, b);")],
  "another index that is there": [t + i + identified(j, "j"), t + j + identified(i)],
  "another index that is new, and the old one goes": [t + identified(i), t + identified(j, "j")],
  "another index that is new, and the old one stays": [t + identified(i), t + i + identified(j, "j")],
  "another name": [t + identified(i), t + identified(i.replace(" i ", " j "), "j")],
  "the type of its column": [t + identified(i), t.replace("a int", "a bigint") + identified(i)],
  "its columns and the type of one": [
    t + identified(i),
    t.replace("a int", "a bigint") + identified("CREATE UNIQUE INDEX i ON t (a, b);"),
  ],
  "a column of it goes": [
    t.replace("a int NOT NULL", "a int NOT NULL DEFAULT 0") + identified(i),
    t.replace("a int NOT NULL, ", "") + identified("CREATE UNIQUE INDEX i ON t (b);"),
  ],
  "a constraint": [keyed("UNIQUE (a)"), keyed("UNIQUE (a, b)")],
  "a primary key": [keyed("PRIMARY KEY (a)"), keyed("PRIMARY KEY (b, a)")],
  "an index that becomes a constraint": [t + identified("CREATE UNIQUE INDEX k ON t (a);", "k"), keyed("UNIQUE (a)")],
  "an index in place of the primary key": [
    `${t} ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (a); CREATE PUBLICATION p FOR TABLE t;`,
    t + identified(j, "j"),
  ],
  "an index in place of all columns": [
    `${t} ALTER TABLE t REPLICA IDENTITY FULL; CREATE PUBLICATION p FOR TABLE t;`,
    t + identified(i),
  ],
  "one of a partition": [parts("(a)", "t1_a_idx"), parts("(a, b)", "t1_a_b_idx")],
};

eachMajor(({ shadow, load, prove }) => {
  test.each(Object.entries(cases))(
    "a published table is never without a replica identity: %s",
    async (_, [one, other]) => {
      for (const [before, after] of [
        [one, other],
        [other, one],
      ] as const) {
        const plan = await prove(before, after);
        expect(plan.windows).toEqual([]);
        expect(plan.isUndonePerPart).toBe(true);
        const client = await shadow().connect(await load(before));
        try {
          await client.query(
            before.includes("a int") || before.includes("a bigint") ? rows : "INSERT INTO t VALUES (1)",
          );
          for (const part of [...plan.up, ...(plan.wayBack.rating === "irreversible" ? [] : plan.down)]) {
            expect(await applySegments(client, [part])).toBeUndefined();
            // PostgreSQL refuses it where it cannot tell a subscriber which row that was.
            await client.query("UPDATE t SET c = 'changed'");
          }
        } finally {
          await client.end();
        }
      }
    },
  );
});

const rows = "INSERT INTO t (a, b) VALUES (1, 4), (2, 5), (3, 6)";
