import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { compile } from "../../../tools/compiler/compile";
import { byCodeUnit } from "../../../tools/compiler/model/by-code-unit";

/** Damaged input gives diagnostics, never a throw: whoever edits a spec sends thousands of broken ones. */
const golden = join(__dirname, "../../golden");
const read = (path: string) => readFileSync(join(golden, path), "utf8");
const descriptions = [
  "linked-shop",
  "linked-conventions",
  "read/openapi-3.0",
  "read/openapi-3.1",
  "read/discriminators",
].map((folder) => read(`${folder}/openapi.yaml`));
const schemas = ["linked-shop", "linked-conventions", "read/sql-dump"].map((folder) => read(`${folder}/schema.sql`));

/** The same numbers in every run (linear congruential, as in the C standard's example). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const values: readonly unknown[] = [
  ...[null, true, 0, -1, "", "x", [], {}, [null], ["a", "a"], "#/%zz", "__proto__", { constructor: {} }],
  ...[
    { $ref: 1 },
    { $ref: "#" },
    { $ref: "#/paths" },
    { $ref: "openapi.json" },
    { allOf: [{ $ref: "#" }] },
    { type: "x" },
  ],
];

type Place = readonly [holder: Record<string, unknown>, key: string];

function placesIn(value: unknown, found: Place[] = []): readonly Place[] {
  if (typeof value !== "object" || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push([value as Record<string, unknown>, key]);
    placesIn((value as Record<string, unknown>)[key], found);
  }
  return found;
}

test("values in wrong places", async () => {
  const next = numbers(1);
  const pick = <Value>(list: readonly Value[]) => list[next(list.length)] as Value;
  for (let round = 0; round < 200; round++) {
    const document: unknown = structuredClone(parse(pick(descriptions)));
    for (let change = 0; change <= next(5); change++) {
      const [holder, key] = pick(placesIn(document));
      if (next(4) === 0) delete holder[key];
      else holder[key] = structuredClone(pick(values));
    }
    await compileAll(JSON.stringify(document), pick(schemas));
  }
});

const pieces = [
  "{",
  "}",
  "[",
  ":",
  "- ",
  "\n",
  "\t",
  "&a",
  "*a",
  '"',
  "'",
  "<<: ",
  "!!x ",
  "|",
  "%",
  "\u2028",
  "\0",
  "? ",
];
const sqlPieces = ["(", ")", ";", "'", "$$", '"', "--", "/*", ",", "ü", "💥", "\n\\x\n", "\0"];

test("texts with pieces gone and pieces too many", async () => {
  const next = numbers(2);
  const pick = <Value>(list: readonly Value[]) => list[next(list.length)] as Value;
  const damaged = (text: string, extra: readonly string[]) => {
    const at = next(text.length);
    if (next(2) === 0) return text.slice(0, at) + text.slice(at + next(30));
    return text.slice(0, at) + pick(extra) + text.slice(at);
  };
  for (let round = 0; round < 150; round++) {
    const yaml = damaged(damaged(pick(descriptions), pieces), pieces);
    await compileAll(yaml, damaged(damaged(pick(schemas), sqlPieces), sqlPieces));
  }
});

async function compileAll(openapi: string, sql: string): Promise<void> {
  const name = openapi.startsWith("{") ? "openapi.json" : "openapi.yaml";
  // A map: a reference may ask for a file that is called `constructor`.
  const files = new Map([
    [name, openapi],
    ["schema.sql", sql],
  ]);
  const result = await compile({ openapiPath: name, sqlPaths: ["schema.sql"], readText: (path) => files.get(path) });
  const names = result.slices.map((one) => one.resource);
  expect(names).toEqual([...names].sort(byCodeUnit));
  for (const { span, message, hint } of result.diagnostics) {
    expect(Math.min(span.line, span.column)).toBeGreaterThan(0);
    expect(message.length * hint.length).toBeGreaterThan(0);
  }
}
