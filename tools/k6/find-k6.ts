import { existsSync } from "node:fs";
import { run } from "../process/run";
import { type Problem, problem } from "../report/problem";
import { buildK6, builtK6Path } from "./build-k6";
import { checkK6, type K6Program } from "./k6-program";

export type K6Search =
  | { readonly kind: "found"; readonly k6: K6Program }
  | { readonly kind: "missing"; readonly problem: Problem };

/**
 * Finds a k6: `SPECLINE_K6`, the build in the cache, a build with the Go on PATH, a `k6` on PATH. A k6 without our
 * extension works too, with larger sample files. One that was named and does not work is a problem, never passed over.
 * `signal` stops a build that is under way; nothing of it stays.
 */
export async function findK6(onLine: (line: string) => void, signal?: AbortSignal): Promise<K6Search> {
  const named = process.env.SPECLINE_K6;
  if (named) return useNamed(named);

  const build = await findBuild(onLine, signal);
  if (build?.kind === "found") return build;
  const onPath = await checkK6("k6", "PATH");
  if ("program" in onPath) {
    if (build !== undefined) onLine(`${build.problem.message} Using the k6 on PATH.`);
    return { kind: "found", k6: onPath.program };
  }
  return build ?? { kind: "missing", problem: problem("load/k6-not-found", {}) };
}

/** The build in the cache, made now if need be; `undefined` without Go. */
async function findBuild(onLine: (line: string) => void, signal?: AbortSignal): Promise<K6Search | undefined> {
  const goVersion = await readGoVersion();
  if (goVersion === undefined) return undefined;
  const cached = builtK6Path(goVersion);
  const isCached = existsSync(cached);
  const build = isCached ? { kind: "built" as const, path: cached } : await buildK6(goVersion, onLine, signal);
  if (build.kind === "failed")
    return { kind: "missing", problem: problem("load/k6-build-failed", { go: goVersion, reason: build.reason }) };
  const checked = await checkK6(build.path, isCached ? "cache" : "built");
  return "program" in checked
    ? { kind: "found", k6: checked.program }
    : { kind: "missing", problem: problem("load/k6-unusable", { path: build.path, reason: checked.reason }) };
}

async function useNamed(path: string): Promise<K6Search> {
  const checked = await checkK6(path, "SPECLINE_K6");
  return "program" in checked
    ? { kind: "found", k6: checked.program }
    : { kind: "missing", problem: problem("load/k6-unusable", { path, reason: checked.reason }) };
}

/** `go1.26.8`; `undefined` without a Go on PATH. */
async function readGoVersion(): Promise<string | undefined> {
  const outcome = await run({
    program: "go",
    arguments: ["env", "GOVERSION"],
    environment: { ...pathAndHome(), GOTOOLCHAIN: "local" },
    timeoutMs: 30_000,
  });
  const version = outcome.stdout.trim();
  return outcome.exitCode === 0 && /^go\d/.test(version) ? version : undefined;
}

function pathAndHome(): Record<string, string> {
  return { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "/" };
}
