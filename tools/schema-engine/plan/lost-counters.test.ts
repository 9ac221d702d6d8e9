import { expect, test } from "vitest";
import { lostCounters } from "./lost-counters";

const column = (facts: Readonly<Record<string, string | boolean>>) => ({
  objects: [{ kind: "column", name: "public.a.id", facts: { type: "integer", ...facts } }],
  unmodelled: [],
});
const identity = { identity: "a" };

test.each([
  ["no default", identity, {}, 1],
  ["a constant", identity, { default: "1" }, 1],
  ["the other kind of identity", identity, { identity: "d" }, 0],
  ["a sequence", identity, { default: "nextval('public.s'::regclass)" }, 0],
  ["no default, on a partition", { ...identity, "is inherited": true }, {}, 0],
  ["an identity", {}, identity, 0],
])("an identity that becomes %s", (_, before, after, count) => {
  const hazards = lostCounters(column(before), column(after));
  expect(hazards.map(({ kind, object }) => `${kind} ${object}`)).toEqual(
    Array.from({ length: count }, () => "DELETES_DATA public.a.id"),
  );
});

test("one that goes with its column is told as that", () => {
  expect(lostCounters(column(identity), { objects: [], unmodelled: [] })).toEqual([]);
});
