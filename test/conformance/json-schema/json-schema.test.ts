import { expect, test } from "vitest";
import { differences } from "./differences";
import { judge } from "./judge";
import { type Draft, isThere, readGroups } from "./suite";

/**
 * The mandatory part of the JSON Schema Test Suite, each schema as a JSON request body: draft2020-12 in OpenAPI 3.1, draft 4 in
 * 3.0. What a draft is right in may grow; what it is wrong in is listed with its reason, and nothing else may be.
 */
const parts = [
  ["draft2020-12", { right: 1280, different: 19, refused: 0 }],
  ["draft4", { right: 618, different: 0, refused: 0 }],
] as const satisfies readonly (readonly [Draft, object])[];

if (!isThere) console.warn("skipped: there is no corpus with the JSON Schema Test Suite; set SPECLINE_CORPUS");

test.skipIf(!isThere).each(parts)("%s of the JSON Schema Test Suite", async (draft, expected) => {
  const counts = await count(draft, () => true);
  console.log(`${draft}: ${JSON.stringify(counts)}`);
  expect(counts).toEqual(expected);
});

test.skipIf(!isThere).each(parts)("sample of %s of the JSON Schema Test Suite", async (draft) => {
  const counts = await count(draft, (index) => index % 6 === 5);
  expect(counts.right).toBeGreaterThan(80);
  expect(counts.refused).toBe(0);
});

/** Fails when a case is wrong for no listed reason. */
async function count(draft: Draft, isWanted: (index: number) => boolean) {
  const verdicts = await judge(
    draft,
    readGroups(draft).filter((_, index) => isWanted(index)),
  );
  const bad = verdicts.filter(({ outcome }) => outcome === "bad");
  const isExplained = (name: string) => differences.some((one) => one.name.test(name));
  expect(bad.filter(({ name }) => !isExplained(name)).map(({ name, detail }) => `${name}: ${detail}`)).toEqual([]);
  const refused = verdicts.filter(({ outcome }) => outcome === "refused");
  for (const { name, detail } of refused) console.log(`refused ${name}: ${detail}`);
  return { right: verdicts.length - bad.length - refused.length, different: bad.length, refused: refused.length };
}
