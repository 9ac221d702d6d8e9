import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Refused } from "../../report/refused";
import { groupByPlan } from "./migration";
import { readMigrations } from "./read-migrations";
import { sumFile } from "./sum-file";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "specline-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function read(names: readonly string[], text = (_name: string) => "SELECT 1;\n") {
  for (const name of names) writeFileSync(join(folder, name), text(name));
  return readMigrations(folder, "migrations", "db");
}

function codes(names: readonly string[]): readonly string[] {
  try {
    read(names);
    return [];
  } catch (error) {
    if (error instanceof Refused) return error.problems.map((one) => one.code);
    throw error;
  }
}

test("versions are numbers: Unix times before timestamps, dashes of diesel do not count", () => {
  const names = ["20170804200817_b.sql", "2017-09-23-182408_c.sql", "1510262030_a.up.sql", "1510262030_a.down.sql"];
  expect(read(names).migrations.map((one) => [one.version, one.name, one.downFile])).toEqual([
    ["1510262030", "a", "1510262030_a.down.sql"],
    ["20170804200817", "b", undefined],
    ["20170923182408", "c", undefined],
  ]);
});

test.each(["atlas.sum", "specline.sum"])(
  "marks of a merge in %s are named with their line, and need no editing for a rehash",
  (sum) => {
    const names = ["1_a.up.sql", "1_a.down.sql"];
    read(names);
    const file = { name: sum === "atlas.sum" ? "1_a.up.sql" : "1_a.down.sql", text: "SELECT 1;\n" };
    const [first, ...rest] = sumFile([file]).split("\n");
    writeFileSync(
      join(folder, sum),
      ["<<<<<<< HEAD", first, "=======", "h1:other", ">>>>>>> branch", ...rest].join("\n"),
    );
    expect(() => read(names)).toThrow(`migrations/${sum}:1 has marks of a merge`);
    expect(codes(names)).toEqual(["migration/sums-in-conflict"]);
    expect(readMigrations(folder, "migrations", "db", true).migrations).toHaveLength(1);
  },
);

test("an empty or missing folder has no migrations", () => {
  expect(readMigrations(join(folder, "none"), "none", "db").migrations).toEqual([]);
});

test.each([
  [["add.sql"], ["migration/bad-file-name"]],
  [["1_a.sql", "01_b.sql"], ["migration/duplicate-version"]],
  [["1_a.sql", "2_b.down.sql"], ["migration/down-without-up"]],
])("%j is refused", (names, expected) => {
  expect(codes(names)).toEqual(expected);
});

test("parts of one plan belong together, files of others are plans of their own", () => {
  const plan = (name: string) => (name.startsWith("1") ? "SELECT 1;\n" : "-- specline:plan abc\n\nSELECT 1;\n");
  const names = ["1_a.sql", "2_b.up.sql", "3_b.up.sql"];
  expect(() => read(names, plan)).toThrow("atlas.sum is missing");
  const sums = names.map((name) => ({ name, text: plan(name) }));
  writeFileSync(join(folder, "atlas.sum"), sumFile(sums));
  const { migrations } = read(names, plan);
  expect(groupByPlan(migrations).map((one) => [one.id, one.migrations.length])).toEqual([
    ["1", 1],
    ["abc", 2],
  ]);
});

test("what down loses is read from the header only, not from the statements", () => {
  const { migrations } = read(
    ["1_a.up.sql"],
    () => "-- specline:down-loses drops table a\n\n-- specline:down-loses no\nSELECT 1;",
  );
  expect(migrations[0]?.header.downLosses).toEqual(["drops table a"]);
});
