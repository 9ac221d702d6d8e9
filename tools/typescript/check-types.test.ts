import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkTypes, readProblems } from "./check-types";

test("problems keep file, place and every line of the message", () => {
  const output = [
    "apps/a (b)/x.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.",
    "error TS5083: Cannot read file 'tsconfig.base.json'.",
    "y.ts(1,1): error TS2345: Argument of type 'A'.",
    "  Property 'b' is missing.",
    "",
  ].join("\n");
  expect(readProblems(output)).toEqual([
    {
      file: "apps/a (b)/x.ts",
      line: 3,
      column: 7,
      code: "TS2322",
      message: "Type 'string' is not assignable to type 'number'.",
    },
    { file: "", line: 0, column: 0, code: "TS5083", message: "Cannot read file 'tsconfig.base.json'." },
    {
      file: "y.ts",
      line: 1,
      column: 1,
      code: "TS2345",
      message: "Argument of type 'A'.\n  Property 'b' is missing.",
    },
  ]);
});

test("a real project with one wrong line", async () => {
  const root = mkdtempSync(join(tmpdir(), "specline-types-"));
  try {
    mkdirSync(join(root, "app"));
    writeFileSync(
      join(root, "app/tsconfig.json"),
      `{ "compilerOptions": { "strict": true, "types": [] }, "files": ["a.ts"] }`,
    );
    writeFileSync(join(root, "app/a.ts"), "export const a: number = 1;\n");
    expect((await checkTypes(root, "app/tsconfig.json")).problems).toEqual([]);
    writeFileSync(join(root, "app/a.ts"), `export const a: number = "1";\n`);
    expect((await checkTypes(root, "app/tsconfig.json")).problems).toMatchObject([
      { file: "app/a.ts", line: 1, column: 14, code: "TS2322" },
    ]);
  } finally {
    rmSync(root, { recursive: true });
  }
});
