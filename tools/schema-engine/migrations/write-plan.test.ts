import { expect, test } from "vitest";
import { partsOfStage, partsOfWhole } from "../plan/plan-part";
import type { Segment } from "../plan/segment";
import type { ProvedPlan } from "../prove/proved-plan";
import { defaultTimeouts } from "../timeouts/default-timeouts";
import { readHeader } from "./migration";
import { nextVersion, planFiles, versionOf } from "./write-plan";

const up: [Segment, Segment] = [
  { isTransactional: true, statements: ["CREATE TABLE a (id int)"] },
  { isTransactional: false, statements: ["CREATE INDEX CONCURRENTLY i ON b (id)"] },
];
const down = [{ isTransactional: true, statements: ["DROP INDEX i", "DROP TABLE a"] }];
const plan: ProvedPlan = {
  engine: "engine 1",
  strategy: "first",
  up,
  down,
  parts: partsOfWhole(up, down),
  isUndonePerPart: false,
  hazards: [{ kind: "TABLE_SCAN", object: "public.t", text: "reads\nall" }],
  wayBack: { rating: "lossy", losses: [{ object: "public.a", text: "drops table a" }] },
  notes: [],
  windows: [],
};
const to = { postgres: 18, timeouts: defaultTimeouts };
const first = new Date("2026-01-02T03:04:59Z");

test("one version per part, the down parts from the last version to the first", async () => {
  const files = await planFiles(plan, "add_a", first, to);
  expect(files.map((one) => one.name)).toEqual([
    "20260102030459_add_a.up.sql",
    "20260102030459_add_a.down.sql",
    "20260102030500_add_a.up.sql",
    "20260102030500_add_a.down.sql",
  ]);
  expect(files.map((one) => one.text.split("\n\n").slice(1).join("\n").trim())).toEqual([
    "SET LOCAL lock_timeout = '3s';\nSET LOCAL statement_timeout = '5s';\nCREATE TABLE a (id int);",
    "-- Nothing to do in this part.",
    "CREATE INDEX CONCURRENTLY i ON b (id);",
    "SET LOCAL lock_timeout = '3s';\nSET LOCAL statement_timeout = '5s';\nDROP INDEX i;\nDROP TABLE a;",
  ]);
});

test("a way back of several transactions takes versions that do nothing on the way up, after the step that it undoes", async () => {
  const [table, build] = up;
  const drops = ["DROP INDEX CONCURRENTLY j", "DROP TABLE a"].map((sql) => ({
    isTransactional: true,
    statements: [sql],
  }));
  const parts = partsOfStage(up, drops);
  expect(parts).toEqual([{ up: table, down: drops[1] }, { down: drops[0] }, { up: build }]);
  const files = await planFiles({ ...plan, parts, isUndonePerPart: true }, "add_a", first, to);
  expect(files.filter((one) => readHeader(one.text).isUndonePerPart)).toHaveLength(3);
});

test("headers name the plan, its hazards on one line, and the directive for other tools", async () => {
  const [up, down, concurrent] = await planFiles(plan, "add_a", first, to);
  expect(readHeader(up?.text ?? "", down?.text)).toEqual({
    plan: expect.stringMatching(/^[0-9a-f]{12}$/),
    downRating: "lossy",
    downLosses: ["public.a: drops table a"],
    downFailures: [],
    isUndonePerPart: false,
  });
  expect(up?.text).toContain("-- specline:hazard TABLE_SCAN: reads all\n");
  expect(concurrent?.text.split("\n")[0]).toBe("-- atlas:txmode none");
  expect(concurrent?.text).toContain("-- specline:lock-timeout 20min\n-- specline:statement-timeout 6h\n");
});

test("the same plan gives the same bytes", async () => {
  expect(await planFiles(plan, "add_a", first, to)).toEqual(await planFiles(plan, "add_a", first, to));
});

const migration = (version: string) => ({
  version,
  name: "a",
  upFile: "",
  up: "",
  header: { downLosses: [], downFailures: [], isUndonePerPart: false },
});
test.each([
  ["no migration", [], "20260102030459"],
  ["an older one", [migration("20250101000000")], "20260102030459"],
  ["one of the same second", [migration("20260102030459")], "20260102030500"],
  ["one from the future", [migration("20271231235959")], "20280101000000"],
  ["Unix times", [migration("1510262030")], "20260102030459"],
])("the next version after %s", (_, migrations, expected) => {
  expect(versionOf(nextVersion(first, migrations))).toBe(expected);
});
