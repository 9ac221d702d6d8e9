import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Shadow, startShadow } from "../../../tools/postgres/shadow";
import { loadFiles } from "../../../tools/schema-engine/source/load-files";
import { isInstalled } from "../../database/is-installed";
import { findPgDump } from "./find-pg-dump";
import { findSilentDrift } from "./find-silent-drift";
import { compareDumps, readDump, withoutNotNullNames } from "./read-dump";

/** The judge judged, a sample: it tells what differs, and nothing else. */
const base = "CREATE TABLE t (a int, b text); CREATE ROLE dump_one; CREATE ROLE dump_two;";
const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
  ["a column", "ALTER TABLE t ADD c int", `${base} ALTER TABLE t ADD c bigint;`, ["Name: t; Type: TABLE"]],
  [
    "a function",
    "",
    `${base} CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';`,
    ["Name: f(); Type: FUNCTION"],
  ],
  ["a grant", "GRANT SELECT ON t TO dump_one", `${base} GRANT UPDATE ON t TO dump_one;`, ["Name: TABLE t; Type: ACL"]],
  ["no order of columns", "ALTER TABLE t ADD c int", base.replace("b text", "c int, b text"), []],
  [
    "no order of grants",
    "GRANT SELECT ON t TO dump_one; GRANT UPDATE ON t TO dump_two",
    `${base} GRANT UPDATE ON t TO dump_two; GRANT SELECT ON t TO dump_one;`,
    [],
  ],
  [
    "no order of options",
    "ALTER TABLE t SET (fillfactor = 70); ALTER TABLE t SET (autovacuum_enabled = off)",
    `${base} ALTER TABLE t SET (autovacuum_enabled = off, fillfactor = 70);`,
    [],
  ],
  [
    "an option",
    "ALTER TABLE t SET (fillfactor = 70)",
    `${base} ALTER TABLE t SET (fillfactor = 80);`,
    ["Name: t; Type: TABLE"],
  ],
  ["no order of tables", "CREATE TABLE u (); CREATE TABLE v ()", `${base} CREATE TABLE v (); CREATE TABLE u ();`, []],
];

describe.runIf(isInstalled(15))("pg_dump 15, a sample", () => {
  let shadow: Shadow;
  beforeAll(async () => {
    shadow = await startShadow(process.cwd(), 15);
  });
  afterAll(() => shadow?.stop());

  test.each(cases)("tells %s", async (_, up, goal, expected) => {
    const load = (text: string) => loadFiles(shadow, [{ path: "schema.sql", text }]);
    const [from, to] = [await load(base), await load(goal)];
    const segments = up === "" ? [] : [{ isTransactional: true, statements: [up] }];
    const drift = await findSilentDrift({ shadow, from, to, plan: { up: segments, down: [] } });
    const seen = (drift ?? ["there is no pg_dump"]).filter((one) => one.startsWith("up: "));
    expect(seen.map((one) => /^up: (.*); Schema/.exec(one)?.[1])).toEqual(expected);
  });
});

describe("names of NOT NULL", () => {
  const dump = (name: string) =>
    readDump(
      `--\n-- Name: t; Type: TABLE; Schema: public; Owner: o\n--\n\nCREATE TABLE public.t (\n    a integer CONSTRAINT ${name} NOT NULL\n);\n`,
    );
  const [one, other] = [dump("one"), dump('"another one"')];

  test("are told", () => {
    expect(compareDumps(one, other)).toHaveLength(1);
  });

  test("are left out of the tables that are named only", () => {
    const without = (table: string) => [one, other].map((each) => withoutNotNullNames(each, new Set([table])));
    const [a, b] = without("public.t");
    expect(a).toEqual(b);
    const [c, d] = without("public.u");
    expect(c).not.toEqual(d);
  });

  test.runIf(isInstalled(18))("are no silent drift where the snapshot notes them, on 18", async ({ skip }) => {
    if ((await findPgDump(18)) === undefined) skip("there is no pg_dump 18");
    const shadow = await startShadow(process.cwd(), 18);
    try {
      const load = (name: string) =>
        loadFiles(shadow, [{ path: "schema.sql", text: `CREATE TABLE t (a int CONSTRAINT ${name} NOT NULL);` }]);
      const [from, to] = [await load("one"), await load('"another one"')];
      expect(await findSilentDrift({ shadow, from, to, plan: { up: [], down: [] } })).toEqual([]);
    } finally {
      await shadow.stop();
    }
  });
});
