import { expect, test } from "vitest";
import { sumFile, sumMismatch } from "./sum-file";

const files = [
  { name: "1_a.up.sql", text: "CREATE TABLE a (id int);\n" },
  { name: "2_b.up.sql", text: "CREATE TABLE b (id int);\n" },
];

test("the chain is that of ariga.io/atlas v1.3.0 (migrate.NewHashFile on the same two files)", () => {
  expect(sumFile(files)).toBe(
    [
      "h1:UCxpxWbgO44OPtbSetdnkHrGSliSACvLumw0rq0J9v8=",
      "1_a.up.sql h1:TCQrvU3n16fQiwX0dCFN1VXDfgnTPiOsCgjCCe0c9vg=",
      "2_b.up.sql h1:W7Xbgld52MkhZXRHxmQHt5yKjfcaI13+uWSupvD4w7U=",
      "",
    ].join("\n"),
  );
});

const recorded = sumFile(files);
test.each([
  ["nothing changed", files, undefined],
  ["edited", [{ name: "1_a.up.sql", text: "DROP TABLE a;\n" }, files[1]], "1_a.up.sql was edited"],
  ["added at the end", [...files, { name: "3_c.up.sql", text: "" }], "3_c.up.sql was added"],
  ["added before", [{ name: "0_c.up.sql", text: "" }, ...files], "0_c.up.sql was added"],
  ["removed at the end", [files[0]], "2_b.up.sql was removed"],
  ["removed before", [files[1]], "1_a.up.sql was removed"],
])("%s", (_, now, expected) => {
  expect(
    sumMismatch(
      recorded,
      now.flatMap((one) => (one === undefined ? [] : [one])),
    ),
  ).toBe(expected);
});

test("a first line that is not the sum of the others is found", () => {
  expect(sumMismatch(recorded.replace(/^h1:.{5}/, "h1:AAAAA"), files)).toBe(
    "its first line is not the sum of the others",
  );
});
