import { join } from "node:path";
import { run } from "../../process/run";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { findInstallation, type Installation } from "./installation";

/**
 * Programs of this major version, which those that SPECLINE_POSTGRES names have to say of themselves: a plan that is proved on another
 * version is not proved. Throws `Refused`.
 */
export async function provedInstallation(workspaceRoot: string, major: number): Promise<Installation> {
  const found = findInstallation(workspaceRoot, major);
  if (!found.isNamed) return found;
  const outcome = await run({ program: join(found.binaries, "postgres"), arguments: ["--version"], timeoutMs: 30_000 });
  const version = /^postgres \(PostgreSQL\) (\d+)(\S*)/.exec(outcome.stdout);
  if (version !== null && Number(version[1]) === major)
    return { ...found, release: `${version[1]}${version[2]}-named` };
  const says = version === null ? outcome.summary : `PostgreSQL ${version[1]}`;
  throw new Refused([
    problem("database/binaries-of-other-version", { folder: found.binaries, says, major: String(major) }),
  ]);
}
