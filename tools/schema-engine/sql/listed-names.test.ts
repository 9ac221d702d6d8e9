import { expect, test } from "vitest";
import { keyColumns, listedNames } from "./listed-names";

test.each([
  ["", []],
  ["id", ["id"]],
  [`id, "Odd, ""x""",b`, ["id", `"Odd, ""x"""`, "b"]],
])("names in %j", (list, names) => {
  expect(listedNames(list)).toEqual(names);
});

test.each([
  ["PRIMARY KEY (id)", ["id"]],
  [`PRIMARY KEY (id, "a) b") INCLUDE (c)`, ["id", `"a) b"`]],
  [`FOREIGN KEY ("(", b) REFERENCES public.t(id)`, [`"("`, "b"]],
  ["UNIQUE NULLS NOT DISTINCT (a, b)", ["a", "b"]],
])("columns of %j", (definition, columns) => {
  expect(keyColumns(definition)).toEqual(columns);
});
