import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutorContext } from "@nx/devkit";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { expectFilled } from "../../test/diagnostics/expect-filled";
import typecheck from "./executor";

let root: string;
let printed: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "specline-typecheck-"));
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

function run(format: "text" | "json") {
  const context = { root, projectName: "pets", projectsConfigurations: { projects: { pets: { root: "specs/pets" } } } };
  return typecheck({ directory: "apps/pets", format }, context as unknown as ExecutorContext);
}

test("an API without application is refused, with the way to get one", async () => {
  expect(await run("text")).toEqual({ success: false });
  expect(printed).toContain(
    "error: There is no `apps/pets/tsconfig.json`: `pets` has no application to check. [typecheck/no-application]",
  );
  expect(printed).toContain("npx nx g route-from-spec specs/pets");
  printed = "";
  expect(await run("json")).toEqual({ success: false });
  const { verdict, data } = JSON.parse(printed);
  expect(verdict).toBe("refused");
  expect(data.problems).toHaveLength(1);
  expectFilled(data.problems[0]);
  expect(existsSync(join(root, ".specline"))).toBe(false);
});

test("an application's type error has its place", async () => {
  mkdirSync(join(root, "apps/pets"), { recursive: true });
  const options = { strict: true, noEmit: true, types: [] };
  writeFileSync(
    join(root, "apps/pets/tsconfig.json"),
    JSON.stringify({ compilerOptions: options, files: ["server.ts"] }),
  );
  writeFileSync(join(root, "apps/pets/server.ts"), 'export const port: number = "8080";\n');
  expect(await run("text")).toEqual({ success: false });
  expect(printed).toContain("apps/pets/server.ts(1,14): error TS2322");
});
