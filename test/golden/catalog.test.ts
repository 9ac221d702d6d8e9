import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { catalog } from "../../tools/compiler/diagnostics/catalog";

const root = join(__dirname, "../..");

/** Goldens and tests, where each code must be seen at least once. */
const evidence = [
  ...texts("test/golden", (path) => path.endsWith("expected/diagnostics.txt")),
  ...["tools", "executors", "generators", "test"].flatMap((folder) => texts(folder, (path) => path.endsWith(".test.ts"))),
].join("\n");

describe.each(Object.keys(catalog))("%s", (code) => {
  test("has a page with an example", () => {
    const path = join(root, "docs/diagnostics", `${code}.md`);
    expect(existsSync(path), `docs/diagnostics/${code}.md`).toBe(true);
    const page = readFileSync(path, "utf8");
    expect(page.startsWith(`# ${code}\n`)).toBe(true);
    expect(page).toContain("❌");
    expect(page).toContain("✅");
  });

  test("is triggered by a golden or a test", () => {
    expect(new RegExp(`\\b${code}(?![\\w-])`).test(evidence), `${code} in test/golden or a test`).toBe(true);
  });
});

test("no page is left of a code that is gone", () => {
  const folder = join(root, "docs/diagnostics");
  const pages = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
  const codes = pages.filter((path) => path.endsWith(".md")).map((path) => path.slice(0, -".md".length));
  expect(codes.filter((code) => !Object.hasOwn(catalog, code))).toEqual([]);
});

function texts(folder: string, isWanted: (path: string) => boolean): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => isWanted(path) && !path.includes("node_modules"))
    .map((path) => readFileSync(join(root, folder, path), "utf8"));
}
