import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Shadow, type ShadowDatabase, startShadow } from "../../../tools/postgres/shadow";
import { Refused } from "../../../tools/report/refused";
import { lintScript, type ScriptLint } from "../../../tools/schema-engine/lint/lint-script";
import { readScript, type Script } from "../../../tools/schema-engine/migrations/read-script";
import { loadFiles } from "../../../tools/schema-engine/source/load-files";
import { migrationFolders, upFiles, walkFolder } from "../migration-folder";
import { before, hazardFiles } from "./hazard-files";
import { runSquawk, type SquawkFinding } from "./run-squawk";
import { differences, type LintedStatement, sameAs } from "./squawk-rules";

/** Everything that squawk says is said by `lint` at the same statement, or argued in squawk-rules.ts and docs/rules/README.md. */
let shadow: Shadow;
beforeAll(async () => {
  shadow = await startShadow(process.cwd(), 18);
});
afterAll(() => shadow?.stop());

const used = new Set<string>();
const finished = new Set<string>();

test("one file for each hazard, a sample", async () => {
  const folder = mkdtempSync(join(tmpdir(), "specline-squawk-"));
  try {
    const base = await loadFiles(shadow, [{ path: "before.sql", text: before }]);
    const files = Object.entries(hazardFiles).map(([name, text]) => ({ path: `${name}.sql`, text }));
    for (const { path, text } of files) writeFileSync(join(folder, path), text);
    const said = await runSquawk(
      folder,
      files.map(({ path }) => path),
    );
    const left: string[] = [];
    for (const file of files) left.push(...unexplained(said, file.path, await linted(base, file)));
    expect(left).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  finished.add("hazards");
});

test.each(migrationFolders())("the migrations of %s", async (name) => {
  const files: string[] = [];
  const left: string[] = [];
  const said: SquawkFinding[] = [];
  await walkFolder(shadow, name, async ({ folder, file, database, text }) => {
    if (files.length === 0) said.push(...(await runSquawk(folder, upFiles(folder))));
    files.push(file);
    left.push(...unexplained(said, file, await linted(database, { path: file, text })));
  });
  console.log(`${name}: ${said.length} findings of squawk in ${files.length} files, ${left.length} unexplained`);
  expect(left).toEqual([]);
  finished.add(name);
});

test("every entry is needed", (context) => {
  if (finished.size <= migrationFolders().length || migrationFolders().length === 0) {
    return context.skip("only where everything has run");
  }
  const entries = [...Object.keys(sameAs), ...differences.map(({ name }) => name)];
  expect(entries.filter((one) => !used.has(one))).toEqual([]);
});

type Linted = { readonly script: Script; readonly lint: ScriptLint } | "refused";

async function linted(base: ShadowDatabase, file: Script["file"]): Promise<Linted> {
  try {
    const script = await readScript(file);
    return { script, lint: await lintScript(shadow, base, script) };
  } catch (error) {
    if (error instanceof Refused) return "refused";
    throw error;
  }
}

function unexplained(said: readonly SquawkFinding[], file: string, of: Linted): readonly string[] {
  return said
    .filter((one) => one.file === file)
    .filter((finding) => !isExplained(finding, of))
    .map(({ line, column, rule }) => `${file}:${line}:${column} ${rule}`);
}

function isExplained(finding: SquawkFinding, of: Linted): boolean {
  const kinds = sameAs[finding.rule] ?? [];
  const statement = of === "refused" ? undefined : statementAt(finding, of);
  const isSaid =
    of === "refused" ? kinds.includes("refused") : statement?.findings.some((one) => kinds.includes(one.hazard.kind));
  if (isSaid) used.add(finding.rule);
  const argument = isSaid ? undefined : differences.find(({ holds }) => holds(finding, statement));
  if (argument !== undefined) used.add(argument.name);
  return isSaid === true || argument !== undefined;
}

/** The last one that begins at or before the finding. */
function statementAt(
  { line, column }: SquawkFinding,
  { script, lint }: Exclude<Linted, "refused">,
): LintedStatement | undefined {
  const isBefore = (place: { readonly line: number; readonly column: number }) =>
    place.line < line || (place.line === line && place.column <= column);
  const found = [...script.statements].reverse().find(({ span }) => isBefore(span));
  if (found === undefined) return undefined;
  const { span } = found;
  return {
    text: found.text,
    findings: lint.findings.filter((one) => one.line === span.line && one.column === span.column),
    watched: lint.statements.find((one) => one.line === span.line),
  };
}
