import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findK6 } from "../../../tools/k6/find-k6";
import { onlyPrograms } from "../only-programs";

const { program, folder } = onlyPrograms("SPECLINE_K6");

const printsVersion = 'echo "k6 v1.2.3 (go1.24, linux/amd64)"';

async function search() {
  const lines: string[] = [];
  const found = await findK6((line) => lines.push(line));
  return found.kind === "found" ? { ...found.k6, lines } : { code: found.problem.code, text: found.problem, lines };
}

it("lists the ways to get one when there is neither Go nor k6", async () => {
  const found = await search();
  expect(found).toMatchObject({ code: "load/k6-not-found" });
  expect(JSON.stringify(found)).toMatch(/Install Go.*PATH.*SPECLINE_K6/);
});

it("takes the one that is named, before all others", async () => {
  const named = program("mine", printsVersion);
  program("k6", 'echo "k6 v1.0.0"');
  process.env.SPECLINE_K6 = named;
  expect(await search()).toMatchObject({ path: named, origin: "SPECLINE_K6", version: "v1.2.3", hasHistograms: false });
});

it.each([
  ["a program that exits with 0 and says nothing", "exit 0"],
  ["a program that fails", `${printsVersion}; exit 3`],
  ["another version", 'echo "k6 v2.0.0 (go1.26, linux/amd64)"'],
])("does not believe %s", async (_, script) => {
  process.env.SPECLINE_K6 = program("mine", script);
  program("k6", printsVersion);
  expect(await search()).toMatchObject({ code: "load/k6-unusable" });
});

it("says so when the one that is named is not there", async () => {
  process.env.SPECLINE_K6 = join(folder(), "nothing");
  expect(await search()).toMatchObject({ code: "load/k6-unusable" });
});

it("takes the k6 on PATH without Go", async () => {
  program("k6", printsVersion);
  expect(await search()).toMatchObject({ origin: "PATH", version: "v1.2.3" });
});

it.each([
  ["fails", "echo 'cannot find module' >&2; exit 1"],
  ["exits with 0 and makes no file", "exit 0"],
])("reports a build that %s", async (_, build) => {
  program("go", `if [ "$1" = env ]; then echo go1.26.8; else ${build}; fi`);
  expect(await search()).toMatchObject({ code: "load/k6-build-failed" });
});

it("goes on with the k6 on PATH when the build fails, and says why", async () => {
  program("go", 'if [ "$1" = env ]; then echo go1.26.8; else echo "no network" >&2; exit 1; fi');
  program("k6", printsVersion);
  const found = await search();
  expect(found).toMatchObject({ origin: "PATH" });
  expect(found.lines.join("\n")).toContain("no network");
});

it("lets an xk6 on PATH build it, with our extensions and a version that needs no look-up", async () => {
  const calls = join(folder(), "calls");
  const product = program("product", `${printsVersion}; echo "  x, k6/x/specline [js]"`);
  program("go", 'if [ "$1" = env ]; then echo go1.26.8; else exit 1; fi');
  program(
    "xk6",
    `echo "$@" >> ${calls}
/bin/cp "\${4#specline/k6=}/extensions.go" ${join(folder(), "seen.go")}
while [ "$1" != --output ]; do shift; done
/bin/cp ${product} "$2"`,
  );
  expect(await search()).toMatchObject({ origin: "built", hasChecks: true });
  expect(readFileSync(calls, "utf8")).toMatch(/^build v1\.8\.1 --with specline\/k6=\S+\/module --output \S+\n$/);
  expect(readFileSync(join(folder(), "seen.go"), "utf8")).toMatch(/^package k6$[\s\S]*_ "specline\/k6\/specline"/m);
  expect(await search()).toMatchObject({ origin: "cache" });
});

it("builds with Go where xk6 fails, and says why", async () => {
  const product = program("product", printsVersion);
  program("xk6", "echo 'no network' >&2; exit 1");
  program(
    "go",
    `if [ "$1" = env ]; then echo go1.26.8; exit; fi
while [ "$1" != -o ]; do shift; done
/bin/cp ${product} "$2"`,
  );
  const found = await search();
  expect(found).toMatchObject({ origin: "built" });
  expect(found.lines.join("\n")).toContain("xk6 failed, building with Go: no network");
});

it("builds once: who comes at the same time waits and finds it", async () => {
  const count = join(folder(), "count");
  const product = program("product", `${printsVersion}; echo "  x, oashist [output]"`);
  program(
    "go",
    `if [ "$1" = env ]; then echo go1.26.8; exit; fi
echo built >> ${count}
while [ "$1" != -o ]; do shift; done
/bin/cp ${product} "$2"`,
  );
  const found = await Promise.all([search(), search(), search()]);
  expect(found.every((one) => "hasHistograms" in one && one.hasHistograms)).toBe(true);
  expect(readFileSync(count, "utf8")).toBe("built\n");
  expect(await search()).toMatchObject({ origin: "cache" });
});
