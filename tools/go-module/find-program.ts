import { existsSync } from "node:fs";
import { run } from "../process/run";
import type { Problem } from "../report/problem";
import { buildGoModule, builtPath } from "./build-go-module";
import type { GoModule } from "./go-module";

/** How a program was found; the environment variable that names it is the first of them. */
export type Origin<Variable extends string> = Variable | "cache" | "built" | "PATH";

export type Checked<Program> = { readonly program: Program } | { readonly reason: string };

/** One of our Go programs, or another build of the same. */
export interface ProgramKind<Program, Variable extends string> {
  readonly module: GoModule;
  readonly variable: Variable;
  /** Asks a program what it is. An exit code alone is not believed. */
  check(path: string, origin: Origin<Variable>): Promise<Checked<Program>>;
  notFound(): Problem;
  buildFailed(values: { readonly go: string; readonly reason: string }): Problem;
  unusable(values: { readonly path: string; readonly reason: string }): Problem;
}

export type ProgramSearch<Program> =
  | { readonly kind: "found"; readonly program: Program }
  | { readonly kind: "missing"; readonly problem: Problem };

/**
 * Finds a program: the one that the environment names, the build in the cache, a build with the Go on PATH, one of its name on PATH. One that
 * was named and does not work is a problem, never passed over. `signal` stops a build that is under way; nothing of it stays.
 */
export async function findProgram<Program, Variable extends string>(
  kind: ProgramKind<Program, Variable>,
  onLine: (line: string) => void,
  signal?: AbortSignal,
): Promise<ProgramSearch<Program>> {
  const named = process.env[kind.variable];
  if (named) return use(kind, named, kind.variable);

  const build = await findBuild(kind, onLine, signal);
  if (build?.kind === "found") return build;
  const onPath = await kind.check(kind.module.name, "PATH");
  if ("program" in onPath) {
    if (build !== undefined) onLine(`${build.problem.message} Using the ${kind.module.name} on PATH.`);
    return { kind: "found", program: onPath.program };
  }
  return build ?? { kind: "missing", problem: kind.notFound() };
}

/** The build in the cache, made now if need be; `undefined` without Go. */
async function findBuild<Program, Variable extends string>(
  kind: ProgramKind<Program, Variable>,
  onLine: (line: string) => void,
  signal?: AbortSignal,
): Promise<ProgramSearch<Program> | undefined> {
  const goVersion = await readGoVersion();
  if (goVersion === undefined) return undefined;
  const cached = builtPath(kind.module, goVersion);
  if (existsSync(cached)) return use(kind, cached, "cache");
  const build = await buildGoModule(kind.module, goVersion, onLine, signal);
  if (build.kind === "failed")
    return { kind: "missing", problem: kind.buildFailed({ go: goVersion, reason: build.reason }) };
  return use(kind, build.path, "built");
}

async function use<Program, Variable extends string>(
  kind: ProgramKind<Program, Variable>,
  path: string,
  origin: Origin<Variable>,
): Promise<ProgramSearch<Program>> {
  const checked = await kind.check(path, origin);
  return "program" in checked
    ? { kind: "found", program: checked.program }
    : { kind: "missing", problem: kind.unusable({ path, reason: checked.reason }) };
}

/** `go1.26.8`; `undefined` without a Go on PATH. */
async function readGoVersion(): Promise<string | undefined> {
  const outcome = await run({
    program: "go",
    arguments: ["env", "GOVERSION"],
    environment: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "/", GOTOOLCHAIN: "local" },
    timeoutMs: 30_000,
  });
  const version = outcome.stdout.trim();
  return outcome.exitCode === 0 && /^go\d/.test(version) ? version : undefined;
}
