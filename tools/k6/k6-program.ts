import type { Checked, Origin } from "../go-module/find-program";
import { run } from "../process/run";
import { type K6Version, readVersion } from "./k6-version";

export interface K6Program extends K6Version {
  readonly path: string;
  /** How it was found. */
  readonly origin: Origin<"SPECLINE_K6">;
}

/** Asks a k6 for its version. A program that exits with 0 and says something else is none. */
export async function checkK6(path: string, origin: K6Program["origin"]): Promise<Checked<K6Program>> {
  const outcome = await run({
    program: path,
    arguments: ["version"],
    environment: { PATH: process.env.PATH ?? "", K6_AUTO_EXTENSION_RESOLUTION: "false" },
    timeoutMs: 60_000,
  });
  if (outcome.kind === "not-found") return { reason: "there is no program" };
  const version = outcome.exitCode === 0 ? readVersion(outcome.stdout) : undefined;
  if (version === undefined) return { reason: `\`version\` does not print a version of k6 (${outcome.summary})` };
  if (!version.version.startsWith("v1.")) return { reason: `it is ${version.version}; version 1 is supported` };
  return { program: { path, origin, ...version } };
}
