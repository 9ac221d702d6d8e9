import type { Checked, Origin } from "../go-module/find-program";
import { run } from "../process/run";
import { readVersion } from "./atlas-version";

export interface AtlasProgram {
  readonly path: string;
  /** How it was found. */
  readonly origin: Origin<"SPECLINE_ATLAS">;
  /** `ariga.io/atlas v1.3.0` for ours, else what the program says of itself. */
  readonly description: string;
}

/** What a program of the Atlas CLI gets of our environment: no notice of new versions, and nothing that concerns other programs. */
export function atlasEnvironment(): Record<string, string> {
  return { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "/", ATLAS_NO_UPDATE_NOTIFIER: "1" };
}

/** Flags of `atlas schema diff` that plans are made with. */
const neededFlags = ["--from", "--to", "--format", "--exclude"];

/**
 * Asks an Atlas what it is and what it can do. Commands that it does not know print a help text with exit status 0, so its version and the flags
 * in the help of the command are what counts.
 */
export async function checkAtlas(path: string, origin: AtlasProgram["origin"]): Promise<Checked<AtlasProgram>> {
  const ask = (parts: readonly string[]) =>
    run({ program: path, arguments: parts, environment: atlasEnvironment(), timeoutMs: 60_000 });
  const told = await ask(["version"]);
  if (told.kind === "not-found") return { reason: "there is no program" };
  const version = told.exitCode === 0 ? readVersion(told.stdout) : undefined;
  if (version === undefined) return { reason: `\`version\` does not print a version of Atlas (${told.summary})` };
  const help = await ask(["schema", "diff", "--help"]);
  const missing = neededFlags.filter((flag) => !new RegExp(`${flag}\\b`).test(help.stdout));
  if (missing.length > 0) return { reason: `its \`schema diff\` has no ${missing.join(", ")}` };
  const isOurs = /^atlas specline version/m.test(told.stdout);
  return { program: { path, origin, description: `${isOurs ? "ariga.io/atlas" : "atlas"} ${version}` } };
}
