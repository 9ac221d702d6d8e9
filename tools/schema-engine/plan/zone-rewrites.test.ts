import { expect, test } from "vitest";
import { zoneRewrites } from "./zone-rewrites";

const zoned = "timestamp with time zone";
const unzoned = "timestamp without time zone";
const snapshot = (type: string) => ({
  objects: [
    { kind: "table", name: "public.a", facts: {} },
    { kind: "column", name: "public.a.b", facts: { type } },
    { kind: "domain", name: "public.moment", facts: { base: unzoned } },
  ],
  unmodelled: [],
});
const measured = { kind: "TABLE_REWRITE", text: "", object: "public.a" } as const;

test.each([
  [unzoned, zoned, [], 1],
  [zoned, unzoned, [], 1],
  ["public.moment", zoned, [], 1],
  [unzoned, zoned, [measured], 0],
  [unzoned, zoned, [{ ...measured, object: "public.other" }], 1],
  [unzoned, "public.moment", [], 0],
  [zoned, zoned, [], 0],
  [unzoned, "date", [], 0],
  // An array is always written anew, which is measured.
  [`${unzoned}[]`, `${zoned}[]`, [], 0],
])("%s that becomes %s, with %j found", (from, to, found, count) => {
  const hazards = zoneRewrites(snapshot(from), snapshot(to), found);
  expect(hazards.map(({ kind, object }) => [kind, object])).toEqual(
    Array.from({ length: count }, () => ["TABLE_REWRITE", "public.a"]),
  );
});
