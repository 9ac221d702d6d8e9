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

const t = (column: string) => `CREATE TABLE t (id int PRIMARY KEY, a int, ${column});`;
const seen = "CREATE VIEW v AS SELECT c FROM t; CREATE UNIQUE INDEX i ON t (c); ALTER TABLE t ADD CHECK (c > 'b');";
const p = "CREATE TABLE p (a int, b int) PARTITION BY RANGE (a);";
const q = "CREATE TABLE q PARTITION OF p FOR VALUES FROM";
const rich = `CREATE TABLE r (id int PRIMARY KEY);
  CREATE TABLE p (id int GENERATED ALWAYS AS IDENTITY, a int, b int REFERENCES r CHECK (b > 0), PRIMARY KEY (id, a)) PARTITION BY RANGE (a);
  CREATE INDEX i ON p (b);`;
const detach = "ALTER TABLE public.p DETACH PARTITION public.q";
const attach = "ALTER TABLE public.p ATTACH PARTITION public.q FOR VALUES";
const moved = ["BREAKS_CLIENTS", "DEPENDS_ON_ROWS", "TABLE_SCAN"];

/** Name, before, after, statements of the way there and of the way back, kinds of hazards. */
const rows: readonly (readonly [string, string, string, readonly string[], readonly string[], readonly string[]])[] = [
  [
    "another collation",
    t('c text COLLATE "C"'),
    t('c text COLLATE "POSIX"'),
    ["ALTER TABLE public.t ALTER COLUMN c TYPE text COLLATE POSIX"],
    ["ALTER TABLE public.t ALTER COLUMN c TYPE text COLLATE C"],
    ["BREAKS_CLIENTS", "DEPENDS_ON_ROWS"],
  ],
  [
    "no collation of its own, and a new one",
    t("c varchar(9) COLLATE \"C\" NOT NULL DEFAULT 'x', d text"),
    `CREATE COLLATION n (locale = 'C'); ${t("c varchar(9) NOT NULL DEFAULT 'x', d text COLLATE n")}`,
    [
      "ALTER TABLE public.t ALTER COLUMN c TYPE character varying(9)",
      "CREATE COLLATION public.n (LC_COLLATE = 'C', LC_CTYPE = 'C')",
      "ALTER TABLE public.t ALTER COLUMN d TYPE text COLLATE public.n",
    ],
    [
      "ALTER TABLE public.t ALTER COLUMN c TYPE character varying(9) COLLATE C",
      "ALTER TABLE public.t ALTER COLUMN d TYPE text",
      "DROP COLLATION public.n",
    ],
    ["BREAKS_CLIENTS", "DEPENDS_ON_ROWS"],
  ],
  [
    "another collation under a view, an index and a check",
    `${t('c text COLLATE "C"')} ${seen}`,
    `${t('c text COLLATE "POSIX"')} ${seen}`,
    [
      "DROP VIEW public.v",
      "ALTER TABLE public.t ALTER COLUMN c TYPE text COLLATE POSIX",
      "CREATE VIEW public.v AS SELECT c FROM public.t",
    ],
    [
      "DROP VIEW public.v",
      "ALTER TABLE public.t ALTER COLUMN c TYPE text COLLATE C",
      "CREATE VIEW public.v AS SELECT c FROM public.t",
    ],
    ["BREAKS_CLIENTS", "DEPENDS_ON_ROWS", "TABLE_SCAN"],
  ],
  [
    "a new collation in place of one that goes, under a view and a key",
    `CREATE COLLATION o (locale = 'C'); ${t("c text COLLATE o UNIQUE")} ${seen}`,
    `CREATE COLLATION n (locale = 'POSIX'); ${t("c text COLLATE n UNIQUE")} ${seen}`,
    [
      "DROP VIEW public.v",
      "CREATE COLLATION public.n (LC_COLLATE = 'POSIX', LC_CTYPE = 'POSIX')",
      "ALTER TABLE public.t ALTER COLUMN c TYPE text COLLATE public.n",
      "CREATE VIEW public.v AS SELECT c FROM public.t",
      "DROP COLLATION public.o",
    ],
    [
      "DROP VIEW public.v",
      "CREATE COLLATION public.o (LC_COLLATE = 'C', LC_CTYPE = 'C')",
      "ALTER TABLE public.t ALTER COLUMN c TYPE text COLLATE public.o",
      "CREATE VIEW public.v AS SELECT c FROM public.t",
      "DROP COLLATION public.n",
    ],
    ["BREAKS_CLIENTS", "DEPENDS_ON_ROWS", "TABLE_SCAN"],
  ],
  [
    "another collation and another type",
    t("c varchar(9) COLLATE \"C\" DEFAULT 'x'"),
    t("c text COLLATE \"POSIX\" DEFAULT 'x'"),
    [
      "ALTER TABLE public.t ALTER COLUMN c DROP DEFAULT",
      "ALTER TABLE public.t ALTER COLUMN c TYPE text COLLATE POSIX USING c::text",
      "ALTER TABLE public.t ALTER COLUMN c SET DEFAULT 'x'::text",
    ],
    [
      "ALTER TABLE public.t ALTER COLUMN c DROP DEFAULT",
      "ALTER TABLE public.t ALTER COLUMN c TYPE character varying(9) COLLATE C USING c::character varying(9)",
      "ALTER TABLE public.t ALTER COLUMN c SET DEFAULT 'x'::character varying",
    ],
    ["BREAKS_CLIENTS", "DEPENDS_ON_ROWS"],
  ],
  [
    "a stored column that is generated no more",
    t("c int GENERATED ALWAYS AS (a + 1) STORED"),
    t("c int DEFAULT 5"),
    ["ALTER TABLE public.t ALTER COLUMN c DROP EXPRESSION", "ALTER TABLE public.t ALTER COLUMN c SET DEFAULT 5"],
    [
      "ALTER TABLE public.t DROP COLUMN c",
      "ALTER TABLE public.t ADD COLUMN c integer GENERATED ALWAYS AS ((a + 1)) STORED",
    ],
    [],
  ],
  [
    "another expression",
    t("c int GENERATED ALWAYS AS (a + 1) STORED"),
    t("c int GENERATED ALWAYS AS (a + 2) STORED"),
    ["ALTER TABLE public.t ALTER COLUMN c SET EXPRESSION AS (a + 2)"],
    ["ALTER TABLE public.t ALTER COLUMN c SET EXPRESSION AS (a + 1)"],
    ["TABLE_REWRITE"],
  ],
  [
    "a virtual column has no values: PostgreSQL 18 has no way to keep them, and it is told",
    t("c int GENERATED ALWAYS AS (a + 1) VIRTUAL"),
    t("c int"),
    ["ALTER TABLE public.t DROP COLUMN c", "ALTER TABLE public.t ADD COLUMN c integer"],
    [
      "ALTER TABLE public.t DROP COLUMN c",
      "ALTER TABLE public.t ADD COLUMN c integer GENERATED ALWAYS AS ((a + 1)) VIRTUAL",
    ],
    ["BREAKS_CLIENTS", "DELETES_DATA"],
  ],
  [
    "other bounds",
    `${p} ${q} (0) TO (9);`,
    `${p} ${q} (0) TO (5);`,
    [detach, `${attach} FROM (0) TO (5)`],
    [detach, `${attach} FROM (0) TO (9)`],
    moved,
  ],
  [
    "other bounds, a neighbour that takes the rest, keys, identity and indexes",
    `${rich} ${q} (0) TO (9);`,
    `${rich} ${q} (0) TO (5); CREATE TABLE s PARTITION OF p FOR VALUES FROM (5) TO (9);`,
    [detach, `${attach} FROM (0) TO (5)`, "CREATE TABLE public.s PARTITION OF public.p FOR VALUES FROM (5) TO (9)"],
    [detach, "DROP TABLE public.s", `${attach} FROM (0) TO (9)`],
    moved,
  ],
  [
    "bounds that change places",
    `${p} ${q} (0) TO (5); CREATE TABLE s PARTITION OF p FOR VALUES FROM (5) TO (9);`,
    `${p} ${q} (5) TO (9); CREATE TABLE s PARTITION OF p FOR VALUES FROM (0) TO (5);`,
    [detach, detach.replace("q", "s"), `${attach} FROM (5) TO (9)`, `${attach.replace("q", "s")} FROM (0) TO (5)`],
    [detach, detach.replace("q", "s"), `${attach} FROM (0) TO (5)`, `${attach.replace("q", "s")} FROM (5) TO (9)`],
    moved,
  ],
  [
    "a partition that becomes a plain table",
    `${p} ${q} (0) TO (9);`,
    `${p} CREATE TABLE q (a int, b int);`,
    [detach],
    [`${attach} FROM (0) TO (9)`],
    ["BREAKS_CLIENTS"],
  ],
  [
    "a partition that becomes a plain table and keeps its foreign key",
    `CREATE TABLE r (id int PRIMARY KEY); ${p.replace("b int", "b int REFERENCES r")} ${q} (0) TO (9);`,
    `CREATE TABLE r (id int PRIMARY KEY); ${p.replace("b int", "b int REFERENCES r")} CREATE TABLE q (a int, b int CONSTRAINT p_b_fkey REFERENCES r);`,
    [detach],
    [`${attach} FROM (0) TO (9)`],
    ["BREAKS_CLIENTS"],
  ],
  [
    "a plain table that becomes a partition of a new one",
    "CREATE TABLE q (a int, b int);",
    `${p} ${q} (0) TO (9); CREATE INDEX i ON p (b);`,
    [
      "CREATE TABLE public.p (a integer, b integer) PARTITION BY RANGE (a)",
      "CREATE INDEX i ON ONLY public.p USING btree (b)",
      "CREATE INDEX CONCURRENTLY q_b_idx ON public.q USING btree (b)",
      `${attach} FROM (0) TO (9)`,
    ],
    [detach, "DROP INDEX CONCURRENTLY IF EXISTS public.q_b_idx", "DROP TABLE public.p"],
    ["DEPENDS_ON_ROWS", "TABLE_SCAN"],
  ],
  [
    "a parent that is partitioned in another way",
    `${p} ${q} (0) TO (9);`,
    "CREATE TABLE p (a int, b int) PARTITION BY LIST (b); CREATE TABLE q PARTITION OF p FOR VALUES IN (1);",
    [
      detach,
      "DROP TABLE public.p",
      "CREATE TABLE public.p (a integer, b integer) PARTITION BY LIST (b)",
      `${attach} IN (1)`,
    ],
    [
      detach,
      "DROP TABLE public.p",
      "CREATE TABLE public.p (a integer, b integer) PARTITION BY RANGE (a)",
      `${attach} FROM (0) TO (9)`,
    ],
    ["BREAKS_CLIENTS", "DELETES_DATA", "DEPENDS_ON_ROWS", "TABLE_SCAN"],
  ],
  [
    "a table that gets a parent",
    "CREATE TABLE o (a int); CREATE TABLE q (a int, b int);",
    "CREATE TABLE o (a int); CREATE TABLE q (a int, b int) INHERITS (o);",
    ["ALTER TABLE public.q INHERIT public.o"],
    ["ALTER TABLE public.q NO INHERIT public.o"],
    [],
  ],
  [
    "a table that loses a parent",
    "CREATE TABLE o (a int); CREATE TABLE q (b int) INHERITS (o);",
    "CREATE TABLE o (a int); CREATE TABLE q (a int, b int);",
    ["ALTER TABLE public.q NO INHERIT public.o"],
    ["DROP TABLE public.q", "CREATE TABLE public.q (b integer) INHERITS (public.o)"],
    ["BREAKS_CLIENTS"],
  ],
];

test.each(rows)("%s", async (_, before, after, up, down, kinds) => {
  const load = (text: string) => loadFiles(shadow, [{ path: "schema.sql", text }]);
  const plan = await provePlan({ shadow, engine: deltaEngine, from: await load(before), to: await load(after) });
  if (!("up" in plan)) throw new Error(JSON.stringify(plan));
  const shown = (segments: readonly { readonly statements: readonly string[] }[]) =>
    segments
      .flatMap(({ statements }) => statements)
      .filter((one) => !one.startsWith("SET LOCAL"))
      .map((one) => one.replaceAll('"', "").replace(/\s+/g, " "));
  expect({
    up: shown(plan.up),
    down: shown(plan.down),
    kinds: [...new Set(plan.hazards.map((one) => one.kind))].sort(),
  }).toEqual({ up, down, kinds });
  expect(plan.isUndonePerPart).toBe(true);
});
