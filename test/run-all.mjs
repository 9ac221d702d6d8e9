// `npm test`: every check, one line each. Ends with `N passed, N failed`; the exit code says the same.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findNode24 } from "./node-24/find-node-24.mjs";

const node = process.execPath;
const bin = (name) => join("node_modules", name);
const tsc = [bin("typescript/bin/tsc"), "--noEmit", "--pretty", "false", "--project"];
const scratch = mkdtempSync(join(tmpdir(), "specline-test-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

const check = (name, ...parts) => ({ name, command: [node, ...parts], count: (exitCode) => one(exitCode === 0) });
const suite = (name, project = name, ...more) => {
  const report = join(scratch, `${name}.json`);
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
  return {
    name,
    command: [node, bin("vitest/vitest.mjs"), "run", "--project", project, ...more, ...reporters],
    count: (exitCode) => fromVitest(report, exitCode),
  };
};

const loadTests = "test/faults/load-test";
const otherFaults = readdirSync("test/faults").flatMap((name) => (name === "load-test" ? [] : [`test/faults/${name}`]));

/**
 * The unit tests once more, but those of plans, which take longer than all others together and ask PostgreSQL more than Node. Where no
 * Node 24 can be had, that is said and counted as skipped.
 */
const onNode24 = () => {
  const tools = readdirSync("tools").filter((name) => name !== "schema-engine");
  const folders = [...tools.map((name) => `tools/${name}/`), "generators/", "executors/", "demo/", "test/bench/"];
  const step = suite("unit tests on Node 24", "unit", ...folders);
  return {
    ...step,
    prepare: () => {
      const { program, reason } = findNode24();
      return program === undefined ? { reason } : { command: [program, ...step.command.slice(1)] };
    },
  };
};

/** Tests by `eachMajor`, on the majors that `npm test` leaves out. */
const onOtherMajors = () => {
  const tests = ["tools", "generators", "executors", "test/plans"].flatMap((folder) =>
    readdirSync(folder, { recursive: true }).map((name) => join(folder, name)),
  );
  const files = tests.filter((path) => path.endsWith(".test.ts") && readFileSync(path, "utf8").includes("eachMajor("));
  const step = suite("unit tests on other PostgreSQL majors", "unit", "--project", "plans", ...files);
  return { ...step, environment: { SPECLINE_TEST_MAJORS: "others" } };
};

const steps = [
  check("types", ...tsc, "tsconfig.json"),
  check("types of apps/shop", ...tsc, "apps/shop/tsconfig.json"),
  check("lint", bin("@biomejs/biome/bin/biome"), "ci", "--error-on-warnings", "."),
  check(
    "import rules",
    bin("dependency-cruiser/bin/dependency-cruise.mjs"),
    ".",
    "--config",
    ".dependency-cruiser.mjs",
  ),
  check("unused code", bin("knip/bin/knip.js"), "--no-progress"),
  check("sync", bin("nx/dist/bin/nx.js"), "sync:check"),
  check("build of k6", "--require", "@swc-node/register", "test/build-k6.ts"),
  check("build of atlas", "--require", "@swc-node/register", "test/build-atlas.ts"),
  suite("unit"),
  suite("golden"),
  suite("faults", "faults", ...otherFaults),
  suite("e2e"),
];
/** Only by name: too long for every run. Load tests wait for each other on a machine (docs/decisions/0402). */
const more = [
  onNode24(),
  onOtherMajors(),
  suite("plans"),
  suite("faults of load tests", "faults", loadTests),
  suite("conformance"),
  suite("conformance sample", "conformance", "--testNamePattern", "migra|sample"),
];

const wanted = process.argv.slice(2);
const chosen = wanted.length === 0 ? steps : [...steps, ...more].filter((step) => wanted.includes(step.name));
const unknown = wanted.filter((name) => !chosen.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(
    `no such step: ${unknown.join(", ")}; there are: ${[...steps, ...more].map((step) => step.name).join(", ")}`,
  );
  process.exit(1);
}

if (!existsSync(process.env.SPECLINE_CORPUS ?? "../shared/corpus"))
  console.log("No corpus folder (SPECLINE_CORPUS): tests on real specs and schemas are skipped.");

const quiet = { NX_DAEMON: "false", NX_ISOLATE_PLUGINS: "false", NX_TUI: "false", FORCE_COLOR: "0" };
const total = { passed: 0, failed: 0, skipped: 0 };
for (const step of chosen) {
  const began = process.hrtime.bigint();
  const { command = step.command, reason } = step.prepare?.() ?? {};
  if (reason !== undefined) {
    console.log(`skip ${step.name}: ${reason}`);
    total.skipped++;
    continue;
  }
  const { exitCode, output } = await runStep(command, step.environment);
  const counts = step.count(exitCode);
  const seconds = Number((process.hrtime.bigint() - began) / 1_000_000_000n);
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
  console.log(
    `${counts.failed === 0 ? "ok  " : "FAIL"} ${step.name}: ${counts.passed} passed${skipped} (${seconds} s)`,
  );
  if (counts.failed > 0) console.log(output.trimEnd());
  for (const key of Object.keys(total)) total[key] += counts[key];
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

function runStep([program, ...parts], environment = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, parts, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...quiet, ...environment },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    const pass = (signal) => child.kill(signal);
    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, pass);
    child.once("close", () => {
      for (const signal of ["SIGINT", "SIGTERM"]) process.off(signal, pass);
    });
    child.on("error", (error) => resolve({ exitCode: 1, output: String(error) }));
    child.on("close", (exitCode) => resolve({ exitCode, output }));
  });
}

function one(isGood) {
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0 };
}

/** A suite that broke before its first test, or that has no test, is a failure too. */
function fromVitest(report, exitCode) {
  if (!existsSync(report)) return one(false);
  const {
    numPassedTests: passed,
    numFailedTests,
    numPendingTests,
    numTodoTests,
  } = JSON.parse(readFileSync(report, "utf8"));
  const isBroken = numFailedTests === 0 && (exitCode !== 0 || passed + numPendingTests === 0);
  return { passed, failed: numFailedTests + (isBroken ? 1 : 0), skipped: numPendingTests + numTodoTests };
}
