import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { acquireMachineLock, machineLockPorts } from "../process/machine-lock";
import { run } from "../process/run";
import { cacheDirectory } from "../workspace/cache-directory";
import type { GoModule } from "./go-module";

/** Where the build of these sources by this Go for this machine is kept, whether it is there yet or not. */
export function builtPath({ name, version, directory }: GoModule, goVersion: string): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([version, goVersion, process.platform, process.arch]));
  for (const file of sourceFiles(directory)) hash.update(`\0${file}\0`).update(readFileSync(join(directory, file)));
  return join(cacheDirectory(), name, hash.digest("hex"), name);
}

export type BuildOutcome =
  | { readonly kind: "built"; readonly path: string }
  | { readonly kind: "failed"; readonly reason: string };

/**
 * Builds a program, once per machine: whoever comes second waits and finds it. The program appears under its
 * name in one step, so that a kill at any moment leaves a whole program or none. Network: the Go module proxy, and only when
 * a module is not in Go's own cache; go.sum pins every module, no other toolchain is fetched.
 */
export async function buildGoModule(
  module: GoModule,
  goVersion: string,
  onLine: (line: string) => void,
  signal?: AbortSignal,
): Promise<BuildOutcome> {
  const path = builtPath(module, goVersion);
  const outcome = await acquireMachineLock({
    port: machineLockPorts.build,
    holder: `a build of ${module.name}`,
    onWait: (holder) => onLine(`waiting for ${holder} to end`),
  });
  try {
    if (existsSync(path)) return { kind: "built", path };
    return await build(module, path, onLine, signal);
  } finally {
    // With a stranger on the port two builds may run at once; each still puts a whole program in place.
    if (outcome.kind === "acquired") await outcome.lock.release();
  }
}

async function build(
  module: GoModule,
  path: string,
  onLine: (line: string) => void,
  signal?: AbortSignal,
): Promise<BuildOutcome> {
  const { name, directory, announcement } = module;
  onLine(announcement);
  mkdirSync(dirname(path), { recursive: true });
  removeLeftovers(dirname(path));
  const folder = mkdtempSync(join(dirname(path), "build-"));
  const temporary = join(folder, `${name}-${randomBytes(4).toString("hex")}`);
  const startedAt = Date.now();
  const ticks = setInterval(
    () => onLine(`still building ${name} (${Math.round((Date.now() - startedAt) / 1000)} s)`),
    15_000,
  );
  try {
    if (await buildByOther(module, folder, temporary, onLine, signal)) {
      renameSync(temporary, path);
      onLine(`built ${name} with ${module.builder?.program} in ${Math.round((Date.now() - startedAt) / 1000)} s`);
      return { kind: "built", path };
    }
    const outcome = await run({
      program: "go",
      arguments: ["build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", temporary, "."],
      directory,
      environment: { ...goEnvironment(), GOTOOLCHAIN: "local", CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off" },
      ...(signal === undefined ? {} : { signal }),
    });
    if (outcome.exitCode !== 0 || !existsSync(temporary))
      return { kind: "failed", reason: lastLine(outcome.stderr) ?? outcome.summary };
    renameSync(temporary, path);
    onLine(`built ${name} in ${Math.round((Date.now() - startedAt) / 1000)} s`);
    return { kind: "built", path };
  } finally {
    clearInterval(ticks);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether the module's other builder is there and made the program; where it fails, Go itself is asked. */
async function buildByOther(
  module: GoModule,
  folder: string,
  output: string,
  onLine: (line: string) => void,
  signal?: AbortSignal,
): Promise<boolean> {
  if (module.builder === undefined) return false;
  const { program, prepare } = module.builder;
  const outcome = await run({
    program,
    arguments: [...prepare(module, folder, output)],
    directory: folder,
    environment: { ...goEnvironment(), GOTOOLCHAIN: "local", CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off" },
    ...(signal === undefined ? {} : { signal }),
  });
  if (outcome.kind === "not-found") return false;
  if (outcome.exitCode === 0 && existsSync(output)) return true;
  onLine(`${program} failed, building with Go: ${lastLine(outcome.stderr) ?? outcome.summary}`);
  return false;
}

/** What killed builds left behind; we hold the lock, so nobody is using it. A day's grace for those without the lock. */
function removeLeftovers(directory: string): void {
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    if (name.startsWith("build-") && Date.now() - statSync(path).mtimeMs > 24 * 3600 * 1000)
      rmSync(path, { recursive: true, force: true });
  }
}

/** Go needs its own settings and a home; nothing of the workspace's environment concerns it. */
function goEnvironment(): Record<string, string> {
  const names = /^(PATH|HOME|TMPDIR|GO[A-Z0-9_]*|XDG_CACHE_HOME|(HTTPS?|NO|ALL)_PROXY|SSL_CERT_(FILE|DIR))$/i;
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => names.test(entry[0])),
  );
}

/** With what is embedded: SQL. */
function sourceFiles(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true })
    .map(String)
    .filter((name) => /\.(go|sql)$|go\.(mod|sum)$/.test(name) && !name.endsWith("_test.go"))
    .map((name) => name.replaceAll("\\", "/"))
    .sort();
}

function lastLine(text: string): string | undefined {
  return text.trim().split("\n").at(-1) || undefined;
}
