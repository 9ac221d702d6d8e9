import { afterAll, beforeAll, expect, test } from "vitest";
import { type Shadow, startShadow } from "../../tools/postgres/shadow";
import { deltaEngine } from "../../tools/schema-engine/engine/delta-engine";
import { provePlan } from "../../tools/schema-engine/prove/prove-plan";
import { loadFiles } from "../../tools/schema-engine/source/load-files";

let shadow: Shadow;
beforeAll(async () => {
  shadow = await startShadow(process.cwd(), 18);
});
afterAll(async () => {
  await shadow?.stop();
});

async function planned(before: string, after: string) {
  const load = (text: string) => loadFiles(shadow, [{ path: "schema.sql", text }]);
  const plan = await provePlan({ shadow, engine: deltaEngine, from: await load(before), to: await load(after) });
  if (!("up" in plan)) throw new Error(JSON.stringify(plan));
  return plan;
}

const shown = (segments: readonly { readonly statements: readonly string[] }[]) =>
  segments.map(({ statements }) =>
    statements
      .filter((one) => !one.startsWith("SET LOCAL"))
      .map((one) =>
        one
          .replace(/\s+/g, " ")
          .replace(/^(DO \$specline\$).*$/, "$1 …")
          .replace(/_[0-9a-f]{6}\b/g, "_#"),
      )
      .map((one) => one.replaceAll('"', "")),
  );

const t = "CREATE TABLE t (id int PRIMARY KEY, a int, b text);";
const u = "CREATE TABLE u (id int PRIMARY KEY);";
const p = "CREATE TABLE p (a int, b int) PARTITION BY RANGE (a);";
const leaves = "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9);";
const deep = `${leaves} CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (9) TO (99) PARTITION BY LIST (b);
  CREATE TABLE p2a PARTITION OF p2 FOR VALUES IN (1);`;

const touch = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.a := 7; RETURN NEW; END $$;";
const withUuid = "b text, c uuid NOT NULL DEFAULT gen_random_uuid()";
const addUuid = "ALTER TABLE public.t ADD COLUMN c uuid NOT NULL DEFAULT gen_random_uuid()";
/** What would see an UPDATE of all rows of `t`, or hide rows from it. */
const watchers: readonly (readonly [string, string])[] = [
  ["a trigger", `${touch} CREATE TRIGGER g BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();`],
  ["a rule", "CREATE TABLE log (id int); CREATE RULE r AS ON UPDATE TO t DO ALSO INSERT INTO log VALUES (OLD.id);"],
  ["a policy that binds the owner", "ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY;"],
  ["a table that inherits", "CREATE TABLE child () INHERITS (t);"],
];

const keyed = (index: string, action: string) =>
  `CREATE TABLE u (id int, a int); CREATE UNIQUE INDEX k ON u ${index}; ${t} ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u (id) ${action};`;

type Parts = readonly (readonly string[])[];

/** Name, before, after, transactions of the way there and of the way back. */
const rows: readonly (readonly [string, string, string, Parts, Parts])[] = [
  [
    "a foreign key",
    t + u,
    `${t + u} ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u ON DELETE CASCADE;`,
    [
      ["ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.u(id) ON DELETE CASCADE NOT VALID"],
      ["ALTER TABLE public.t VALIDATE CONSTRAINT f"],
    ],
    [["ALTER TABLE public.t DROP CONSTRAINT f"]],
  ],
  [
    "two checks are validated together",
    t,
    `${t} ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0); ALTER TABLE t ADD CONSTRAINT d CHECK (a < 9);`,
    [
      [
        "ALTER TABLE public.t ADD CONSTRAINT c CHECK ((a > 0)) NOT VALID",
        "ALTER TABLE public.t ADD CONSTRAINT d CHECK ((a < 9)) NOT VALID",
      ],
      ["ALTER TABLE public.t VALIDATE CONSTRAINT c", "ALTER TABLE public.t VALIDATE CONSTRAINT d"],
    ],
    [["ALTER TABLE public.t DROP CONSTRAINT c", "ALTER TABLE public.t DROP CONSTRAINT d"]],
  ],
  [
    "constraints that were not valid",
    `${t + u} ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID; ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u NOT VALID;`,
    `${t.replace("b text", "b text, n int")} ${u} ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0); ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u;`,
    [
      ["ALTER TABLE public.t ADD COLUMN n integer"],
      ["ALTER TABLE public.t VALIDATE CONSTRAINT c", "ALTER TABLE public.t VALIDATE CONSTRAINT f"],
    ],
    [
      [
        "ALTER TABLE public.t DROP COLUMN n",
        "ALTER TABLE public.t DROP CONSTRAINT c",
        "ALTER TABLE public.t ADD CONSTRAINT c CHECK ((a > 0)) NOT VALID",
        "ALTER TABLE public.t DROP CONSTRAINT f",
        "ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.u(id) NOT VALID",
      ],
    ],
  ],
  [
    "a unique constraint",
    t,
    `${t} ALTER TABLE t ADD CONSTRAINT k UNIQUE NULLS NOT DISTINCT (a, b) DEFERRABLE INITIALLY DEFERRED;`,
    [
      ["CREATE UNIQUE INDEX CONCURRENTLY k ON public.t (a, b) NULLS NOT DISTINCT"],
      ["ALTER TABLE public.t ADD CONSTRAINT k UNIQUE USING INDEX k DEFERRABLE INITIALLY DEFERRED"],
    ],
    [["ALTER TABLE public.t DROP CONSTRAINT IF EXISTS k", "DROP INDEX IF EXISTS public.k"]],
  ],
  [
    "a unique constraint that a new foreign key refers to",
    t + u,
    `${t + u} ALTER TABLE t ADD CONSTRAINT k UNIQUE (a); ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES t (a);`,
    [
      ["CREATE UNIQUE INDEX CONCURRENTLY k ON public.t (a)"],
      ["ALTER TABLE public.t ADD CONSTRAINT k UNIQUE USING INDEX k"],
      ["ALTER TABLE public.u ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES public.t(a) NOT VALID"],
      ["ALTER TABLE public.u VALIDATE CONSTRAINT f"],
    ],
    [
      ["ALTER TABLE public.u DROP CONSTRAINT f"],
      ["ALTER TABLE public.t DROP CONSTRAINT IF EXISTS k", "DROP INDEX IF EXISTS public.k"],
    ],
  ],
  [
    "a primary key of a nullable column",
    "CREATE TABLE t (a int);",
    "CREATE TABLE t (a int CONSTRAINT k PRIMARY KEY);",
    [
      ["ALTER TABLE public.t ADD CONSTRAINT a_not_null_# CHECK (a IS NOT NULL) NOT VALID"],
      ["ALTER TABLE public.t VALIDATE CONSTRAINT a_not_null_#"],
      ["ALTER TABLE public.t ALTER COLUMN a SET NOT NULL", "ALTER TABLE public.t DROP CONSTRAINT a_not_null_#"],
      ["CREATE UNIQUE INDEX CONCURRENTLY k ON public.t (a)"],
      ["ALTER TABLE public.t ADD CONSTRAINT k PRIMARY KEY USING INDEX k"],
    ],
    [
      ["ALTER TABLE public.t DROP CONSTRAINT IF EXISTS k", "DROP INDEX IF EXISTS public.k"],
      [
        "ALTER TABLE public.t ALTER COLUMN a DROP NOT NULL",
        "ALTER TABLE public.t DROP CONSTRAINT IF EXISTS a_not_null_#",
      ],
    ],
  ],
  [
    "NOT NULL",
    t,
    t.replace("a int", "a int NOT NULL"),
    [
      ["ALTER TABLE public.t ADD CONSTRAINT a_not_null_# CHECK (a IS NOT NULL) NOT VALID"],
      ["ALTER TABLE public.t VALIDATE CONSTRAINT a_not_null_#"],
      ["ALTER TABLE public.t ALTER COLUMN a SET NOT NULL", "ALTER TABLE public.t DROP CONSTRAINT a_not_null_#"],
    ],
    [
      [
        "ALTER TABLE public.t ALTER COLUMN a DROP NOT NULL",
        "ALTER TABLE public.t DROP CONSTRAINT IF EXISTS a_not_null_#",
      ],
    ],
  ],
  [
    "NOT NULL of two tables beside a check: all is validated together, and each table is locked alone",
    `${t} CREATE TABLE v (c int, d int);`,
    `${t.replace("a int, b text", "a int NOT NULL, b text NOT NULL")} CREATE TABLE v (c int NOT NULL, d int CONSTRAINT k CHECK (d > 0));`,
    [
      [
        "ALTER TABLE public.t ADD CONSTRAINT a_not_null_# CHECK (a IS NOT NULL) NOT VALID",
        "ALTER TABLE public.t ADD CONSTRAINT b_not_null_# CHECK (b IS NOT NULL) NOT VALID",
        "ALTER TABLE public.v ADD CONSTRAINT c_not_null_# CHECK (c IS NOT NULL) NOT VALID",
        "ALTER TABLE public.v ADD CONSTRAINT k CHECK ((d > 0)) NOT VALID",
      ],
      [
        "ALTER TABLE public.t VALIDATE CONSTRAINT a_not_null_#",
        "ALTER TABLE public.t VALIDATE CONSTRAINT b_not_null_#",
        "ALTER TABLE public.v VALIDATE CONSTRAINT c_not_null_#",
        "ALTER TABLE public.v VALIDATE CONSTRAINT k",
      ],
      [
        "ALTER TABLE public.t ALTER COLUMN a SET NOT NULL",
        "ALTER TABLE public.t DROP CONSTRAINT a_not_null_#",
        "ALTER TABLE public.t ALTER COLUMN b SET NOT NULL",
        "ALTER TABLE public.t DROP CONSTRAINT b_not_null_#",
      ],
      ["ALTER TABLE public.v ALTER COLUMN c SET NOT NULL", "ALTER TABLE public.v DROP CONSTRAINT c_not_null_#"],
    ],
    [
      [
        "ALTER TABLE public.v DROP CONSTRAINT k",
        "ALTER TABLE public.t ALTER COLUMN a DROP NOT NULL",
        "ALTER TABLE public.t ALTER COLUMN b DROP NOT NULL",
        "ALTER TABLE public.v ALTER COLUMN c DROP NOT NULL",
        "ALTER TABLE public.t DROP CONSTRAINT IF EXISTS a_not_null_#",
        "ALTER TABLE public.t DROP CONSTRAINT IF EXISTS b_not_null_#",
        "ALTER TABLE public.v DROP CONSTRAINT IF EXISTS c_not_null_#",
      ],
    ],
  ],
  [
    "an index",
    t,
    `${t} CREATE INDEX i ON t (a);`,
    [["CREATE INDEX CONCURRENTLY i ON public.t USING btree (a)"]],
    [["DROP INDEX CONCURRENTLY public.i"]],
  ],
  [
    "an index that changes",
    `${t} CREATE INDEX i ON t (a);`,
    `${t} CREATE INDEX i ON t (a, b);`,
    [
      ["ALTER INDEX public.i RENAME TO i_before_#"],
      ["CREATE INDEX CONCURRENTLY i ON public.t USING btree (a, b)"],
      ["DROP INDEX CONCURRENTLY public.i_before_#"],
    ],
    [
      ["ALTER INDEX IF EXISTS public.i RENAME TO i_before_#", "DROP INDEX IF EXISTS public.i_before_#"],
      ["CREATE INDEX CONCURRENTLY i ON public.t USING btree (a)"],
      ["DROP INDEX CONCURRENTLY IF EXISTS public.i_before_#"],
    ],
  ],
  [
    "a unique constraint that changes",
    `${t} ALTER TABLE t ADD CONSTRAINT k UNIQUE (a);`,
    `${t} ALTER TABLE t ADD CONSTRAINT k UNIQUE (a, b);`,
    [
      ["CREATE UNIQUE INDEX CONCURRENTLY k_next_# ON public.t (a, b)"],
      ["ALTER TABLE public.t DROP CONSTRAINT k", "ALTER TABLE public.t ADD CONSTRAINT k UNIQUE USING INDEX k_next_#"],
    ],
    [
      ["CREATE UNIQUE INDEX CONCURRENTLY k_next_# ON public.t (a)"],
      [
        "ALTER TABLE public.t DROP CONSTRAINT IF EXISTS k",
        "ALTER TABLE public.t ADD CONSTRAINT k UNIQUE USING INDEX k_next_#",
        "DROP INDEX IF EXISTS public.k_next_#",
      ],
    ],
  ],
  [
    "a unique index that changes beside a foreign key: both hold all the time",
    `${t + u} CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u;`,
    `${t + u} CREATE UNIQUE INDEX i ON t (a, b); ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u ON DELETE CASCADE;`,
    [
      [
        "ALTER TABLE public.t DROP CONSTRAINT f",
        "ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.u(id) ON DELETE CASCADE NOT VALID",
        "ALTER INDEX public.i RENAME TO i_before_#",
      ],
      ["CREATE UNIQUE INDEX CONCURRENTLY i ON public.t USING btree (a, b)"],
      ["DROP INDEX CONCURRENTLY public.i_before_#"],
      ["ALTER TABLE public.t VALIDATE CONSTRAINT f"],
    ],
    [
      [
        "ALTER TABLE public.t DROP CONSTRAINT IF EXISTS f",
        "ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.u(id) NOT VALID",
        "ALTER INDEX IF EXISTS public.i RENAME TO i_before_#",
        "DROP INDEX IF EXISTS public.i_before_#",
      ],
      ["CREATE UNIQUE INDEX CONCURRENTLY i ON public.t USING btree (a)"],
      ["DROP INDEX CONCURRENTLY IF EXISTS public.i_before_#"],
      ["ALTER TABLE public.t VALIDATE CONSTRAINT f"],
    ],
  ],
  [
    "a unique index that gets one column for another: the old column goes last",
    `${t} CREATE UNIQUE INDEX i ON t (a, b);`,
    `${t.replace("b text", "c int")} CREATE UNIQUE INDEX i ON t (a, c);`,
    [
      ["ALTER TABLE public.t ADD COLUMN c integer", "ALTER INDEX public.i RENAME TO i_before_#"],
      ["CREATE UNIQUE INDEX CONCURRENTLY i ON public.t USING btree (a, c)"],
      ["DROP INDEX CONCURRENTLY public.i_before_#"],
      ["ALTER TABLE public.t DROP COLUMN b"],
    ],
    [
      ["ALTER TABLE public.t ADD COLUMN b text"],
      ["ALTER INDEX IF EXISTS public.i RENAME TO i_before_#", "DROP INDEX IF EXISTS public.i_before_#"],
      ["CREATE UNIQUE INDEX CONCURRENTLY i ON public.t USING btree (a, b)"],
      ["DROP INDEX CONCURRENTLY IF EXISTS public.i_before_#"],
      ["ALTER TABLE public.t DROP COLUMN c"],
    ],
  ],
  [
    "a unique index of a column whose type changes is built anew with it",
    `${t} CREATE UNIQUE INDEX i ON t (a, b);`,
    `${t.replace("a int", "a bigint")} CREATE UNIQUE INDEX i ON t (a);`,
    [
      [
        "ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT",
        "ALTER TABLE public.t ALTER COLUMN a TYPE bigint USING a::bigint",
        "ALTER INDEX public.i RENAME TO i_before_#",
      ],
      ["CREATE UNIQUE INDEX CONCURRENTLY i ON public.t USING btree (a)"],
      ["DROP INDEX CONCURRENTLY public.i_before_#"],
    ],
    [
      [
        "ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT",
        "ALTER TABLE public.t ALTER COLUMN a TYPE integer USING a::integer",
        "ALTER INDEX IF EXISTS public.i RENAME TO i_before_#",
        "DROP INDEX IF EXISTS public.i_before_#",
      ],
      ["CREATE UNIQUE INDEX CONCURRENTLY i ON public.t USING btree (a, b)"],
      ["DROP INDEX CONCURRENTLY IF EXISTS public.i_before_#"],
    ],
  ],
  [
    "a key that changes with the foreign key to it",
    `CREATE TABLE u (id int CONSTRAINT k PRIMARY KEY, a int NOT NULL); ${t} ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES u;`,
    `CREATE TABLE u (id int, a int, CONSTRAINT k PRIMARY KEY (id, a)); ${t} ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (id, a) REFERENCES u;`,
    [
      ["CREATE UNIQUE INDEX CONCURRENTLY k_next_# ON public.u (id, a)"],
      [
        "ALTER TABLE public.t DROP CONSTRAINT f",
        "ALTER TABLE public.u DROP CONSTRAINT k",
        "ALTER TABLE public.u ADD CONSTRAINT k PRIMARY KEY USING INDEX k_next_#",
        "ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (id, a) REFERENCES public.u(id, a) NOT VALID",
      ],
      ["ALTER TABLE public.t VALIDATE CONSTRAINT f"],
    ],
    [
      ["CREATE UNIQUE INDEX CONCURRENTLY k_next_# ON public.u (id)"],
      [
        "ALTER TABLE public.t DROP CONSTRAINT f",
        "ALTER TABLE public.u DROP CONSTRAINT IF EXISTS k",
        "ALTER TABLE public.u ADD CONSTRAINT k PRIMARY KEY USING INDEX k_next_#",
        "ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES public.u(id) NOT VALID",
        "DROP INDEX IF EXISTS public.k_next_#",
      ],
      ["ALTER TABLE public.t VALIDATE CONSTRAINT f"],
    ],
  ],
  [
    "a unique index that becomes a constraint is taken as it is, whatever refers to it",
    `CREATE TABLE t (a int NOT NULL); CREATE UNIQUE INDEX i ON t (a); CREATE TABLE r (a int REFERENCES t (a));
     COMMENT ON INDEX i IS 'x'; ALTER TABLE t CLUSTER ON i; ALTER TABLE t REPLICA IDENTITY USING INDEX i;`,
    `CREATE TABLE t (a int NOT NULL, CONSTRAINT i PRIMARY KEY (a)); CREATE TABLE r (a int REFERENCES t (a));
     COMMENT ON INDEX i IS 'y'; ALTER TABLE t CLUSTER ON i; ALTER TABLE t REPLICA IDENTITY USING INDEX i;`,
    [
      [
        "ALTER TABLE public.t ADD CONSTRAINT i PRIMARY KEY USING INDEX i",
        "COMMENT ON INDEX public.i IS 'y'",
        "ALTER TABLE public.t CLUSTER ON i",
        "ALTER TABLE public.t REPLICA IDENTITY USING INDEX i",
      ],
    ],
    [
      ["CREATE UNIQUE INDEX CONCURRENTLY i_next_# ON public.t USING btree (a)"],
      [
        "ALTER TABLE public.r DROP CONSTRAINT r_a_fkey",
        "ALTER TABLE public.t DROP CONSTRAINT i",
        "ALTER INDEX public.i_next_# RENAME TO i",
        "COMMENT ON INDEX public.i IS 'x'",
        "ALTER TABLE public.t CLUSTER ON i",
        "ALTER TABLE public.t REPLICA IDENTITY USING INDEX i",
        "ALTER TABLE public.r ADD CONSTRAINT r_a_fkey FOREIGN KEY (a) REFERENCES public.t(a) NOT VALID",
      ],
      ["ALTER TABLE public.r VALIDATE CONSTRAINT r_a_fkey"],
      ["COMMENT ON INDEX public.i IS 'x'"],
    ],
  ],
  [
    "a unique index of a nullable column that becomes a primary key of another name",
    "CREATE TABLE t (a int); CREATE UNIQUE INDEX i ON t (a);",
    "CREATE TABLE t (a int CONSTRAINT pk PRIMARY KEY);",
    [
      ["ALTER TABLE public.t ADD CONSTRAINT a_not_null_# CHECK (a IS NOT NULL) NOT VALID"],
      ["ALTER TABLE public.t VALIDATE CONSTRAINT a_not_null_#"],
      ["ALTER TABLE public.t ALTER COLUMN a SET NOT NULL", "ALTER TABLE public.t DROP CONSTRAINT a_not_null_#"],
      ["ALTER TABLE public.t ADD CONSTRAINT pk PRIMARY KEY USING INDEX i"],
    ],
    [
      ["CREATE UNIQUE INDEX CONCURRENTLY i_before_# ON public.t USING btree (a)"],
      [
        "ALTER TABLE public.t DROP CONSTRAINT IF EXISTS pk",
        "DROP INDEX IF EXISTS public.i",
        "ALTER INDEX IF EXISTS public.i_before_# RENAME TO i",
      ],
      [
        "ALTER TABLE public.t ALTER COLUMN a DROP NOT NULL",
        "ALTER TABLE public.t DROP CONSTRAINT IF EXISTS a_not_null_#",
      ],
    ],
  ],
  [
    "a constraint that becomes an index holds until the index does",
    `CREATE TABLE t (a int, b int, CONSTRAINT k UNIQUE NULLS NOT DISTINCT (a) INCLUDE (b) DEFERRABLE);`,
    `CREATE TABLE t (a int, b int); CREATE UNIQUE INDEX k ON t (a) INCLUDE (b) NULLS NOT DISTINCT;`,
    [
      ["CREATE UNIQUE INDEX CONCURRENTLY k_next_# ON public.t USING btree (a) INCLUDE (b) NULLS NOT DISTINCT"],
      ["ALTER TABLE public.t DROP CONSTRAINT k", "ALTER INDEX public.k_next_# RENAME TO k"],
    ],
    [
      [
        "ALTER TABLE public.t DROP CONSTRAINT IF EXISTS k",
        "ALTER INDEX IF EXISTS public.k_next_# RENAME TO k",
        "ALTER TABLE public.t ADD CONSTRAINT k UNIQUE USING INDEX k DEFERRABLE",
      ],
    ],
  ],
  [
    "a unique index of another name, with a foreign key that changes and one that does not",
    "CREATE TABLE t (a int); CREATE UNIQUE INDEX i ON t (a); CREATE TABLE r (x int CONSTRAINT f REFERENCES t (a), y int CONSTRAINT g REFERENCES t (a));",
    "CREATE TABLE t (a int); CREATE UNIQUE INDEX j ON t (a); CREATE TABLE r (x int CONSTRAINT f REFERENCES t (a), y int CONSTRAINT g REFERENCES t (a) ON DELETE CASCADE);",
    [
      [
        "ALTER TABLE public.r DROP CONSTRAINT g",
        "ALTER INDEX public.i RENAME TO j",
        "ALTER TABLE public.r ADD CONSTRAINT g FOREIGN KEY (y) REFERENCES public.t(a) ON DELETE CASCADE NOT VALID",
      ],
      ["ALTER TABLE public.r VALIDATE CONSTRAINT g"],
    ],
    [
      [
        "ALTER TABLE public.r DROP CONSTRAINT g",
        "ALTER INDEX public.j RENAME TO i",
        "ALTER TABLE public.r ADD CONSTRAINT g FOREIGN KEY (y) REFERENCES public.t(a) NOT VALID",
      ],
      ["ALTER TABLE public.r VALIDATE CONSTRAINT g"],
    ],
  ],
  [
    "an index that no constraint could have, where one of its name comes",
    "CREATE TABLE t (a int); CREATE UNIQUE INDEX k ON t (a) WHERE a > 3;",
    "CREATE TABLE t (a int CONSTRAINT k UNIQUE);",
    [
      ["CREATE UNIQUE INDEX CONCURRENTLY k_next_# ON public.t USING btree (a)"],
      ["DROP INDEX public.k", "ALTER TABLE public.t ADD CONSTRAINT k UNIQUE USING INDEX k_next_#"],
    ],
    [
      ["CREATE UNIQUE INDEX CONCURRENTLY k_before_# ON public.t USING btree (a) WHERE (a > 3)"],
      [
        "ALTER TABLE public.t DROP CONSTRAINT IF EXISTS k",
        "DROP INDEX IF EXISTS public.k",
        "DROP INDEX IF EXISTS public.k_next_#",
        "ALTER INDEX IF EXISTS public.k_before_# RENAME TO k",
      ],
    ],
  ],
  [
    "a unique index that changes with the foreign key to it",
    keyed("(id)", ""),
    keyed("(id) INCLUDE (a)", "ON DELETE CASCADE"),
    [
      ["CREATE UNIQUE INDEX CONCURRENTLY k_next_# ON public.u USING btree (id) INCLUDE (a)"],
      [
        "ALTER TABLE public.t DROP CONSTRAINT f",
        "DROP INDEX public.k",
        "ALTER INDEX public.k_next_# RENAME TO k",
        "ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.u(id) ON DELETE CASCADE NOT VALID",
      ],
      ["ALTER TABLE public.t VALIDATE CONSTRAINT f"],
    ],
    [
      ["CREATE UNIQUE INDEX CONCURRENTLY k_before_# ON public.u USING btree (id)"],
      [
        "ALTER TABLE public.t DROP CONSTRAINT IF EXISTS f",
        "DROP INDEX IF EXISTS public.k",
        "DROP INDEX IF EXISTS public.k_next_#",
        "ALTER INDEX IF EXISTS public.k_before_# RENAME TO k",
        "ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.u(id) NOT VALID",
      ],
      ["ALTER TABLE public.t VALIDATE CONSTRAINT f"],
    ],
  ],
  [
    "a column with a volatile default",
    t,
    t.replace("b text", "b text, c uuid NOT NULL DEFAULT gen_random_uuid()"),
    [
      ["ALTER TABLE public.t ADD COLUMN c uuid", "ALTER TABLE public.t ALTER COLUMN c SET DEFAULT gen_random_uuid()"],
      ["DO $specline$ \u2026"],
      ["ALTER TABLE public.t ADD CONSTRAINT c_not_null_# CHECK (c IS NOT NULL) NOT VALID"],
      ["ALTER TABLE public.t VALIDATE CONSTRAINT c_not_null_#"],
      ["ALTER TABLE public.t ALTER COLUMN c SET NOT NULL", "ALTER TABLE public.t DROP CONSTRAINT c_not_null_#"],
    ],
    [["ALTER TABLE public.t DROP COLUMN c", "ALTER TABLE public.t DROP CONSTRAINT IF EXISTS c_not_null_#"]],
  ],
  ...watchers.map(([what, sql]): (typeof rows)[number] => [
    `a column with a volatile default, where ${what} is no matter of the plan`,
    t + sql,
    t.replace("b text", withUuid) + sql,
    [[addUuid]],
    [["ALTER TABLE public.t DROP COLUMN c"]],
  ]),
  [
    "an index of a partitioned table",
    p + leaves,
    `${p + leaves} CREATE INDEX i ON p (a);`,
    [
      ["CREATE INDEX i ON ONLY public.p USING btree (a)"],
      ["CREATE INDEX CONCURRENTLY p1_a_idx ON public.p1 USING btree (a)"],
      ["ALTER INDEX public.i ATTACH PARTITION public.p1_a_idx"],
    ],
    [["DROP INDEX public.i", "DROP INDEX IF EXISTS public.p1_a_idx"]],
  ],
  [
    "an index of partitions below partitions",
    p + deep,
    `${p + deep} CREATE INDEX i ON p (a);`,
    [
      [
        "CREATE INDEX i ON ONLY public.p USING btree (a)",
        "CREATE INDEX p2_a_idx ON ONLY public.p2 USING btree (a)",
        "ALTER INDEX public.i ATTACH PARTITION public.p2_a_idx",
      ],
      ["CREATE INDEX CONCURRENTLY p1_a_idx ON public.p1 USING btree (a)"],
      ["CREATE INDEX CONCURRENTLY p2a_a_idx ON public.p2a USING btree (a)"],
      [
        "LOCK TABLE ONLY public.p IN ACCESS EXCLUSIVE MODE",
        "ALTER INDEX public.i ATTACH PARTITION public.p1_a_idx",
        "ALTER INDEX public.p2_a_idx ATTACH PARTITION public.p2a_a_idx",
      ],
    ],
    [["DROP INDEX public.i", "DROP INDEX IF EXISTS public.p1_a_idx", "DROP INDEX IF EXISTS public.p2a_a_idx"]],
  ],
];

test.each(rows)("%s", async (_, before, after, up, down) => {
  const plan = await planned(before, after);
  expect({ up: shown(plan.up), down: shown(plan.down), isUndonePerPart: plan.isUndonePerPart }).toEqual({
    up,
    down,
    isUndonePerPart: true,
  });
});

test("what rows stand against hides nothing of the other statements", async () => {
  const made = `${touch} CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();`;
  const domain = "CREATE DOMAIN pos AS int CHECK (VALUE > 0);";
  const z = "CREATE TABLE z (id int PRIMARY KEY, p pos);";
  const { hazards, notes } = await planned(
    t + made + domain + z,
    `${t.replace("b text", withUuid)} ${made} ${domain.replace(";", " CHECK (VALUE % 7919 = 3);")} ${z}`,
  );
  expect(hazards.map((one) => [one.kind, one.object, one.lock])).toEqual(
    expect.arrayContaining([["TABLE_REWRITE", "public.t", "ACCESS EXCLUSIVE"]]),
  );
  expect(notes).toEqual([expect.stringMatching(/^tried without rows of public\.z from here on: .*pos/)]);
});

test("an index that keeps what the old body of its function gave is told", async () => {
  const made = "CREATE FUNCTION f(n int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT n + 1';";
  const index = "CREATE INDEX i ON t (f(a));";
  const { hazards } = await planned(t + made + index, t + made.replace("+ 1", "+ 2") + index);
  expect(hazards).toMatchObject([
    { kind: "STALE_VALUES", object: "public.t", text: expect.stringContaining("index public.i") },
  ]);
});
