import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "../../../tools/process/run";
import { cacheDirectory } from "../../../tools/workspace/cache-directory";

/** A program with the arguments that come before one's own, or why there is none. */
export type FoundSchemathesis =
  | { readonly program: string; readonly arguments: readonly string[] }
  | { readonly missing: string };

const requirements = join(__dirname, "requirements.txt");
// Some systems keep what makes virtual environments in a package of its own.
const probe =
  "import sys, ensurepip, venv; print(sys.version_info >= (3, 11), '.'.join(map(str, sys.version_info[:2])))";

/**
 * The pinned schemathesis in a virtual environment of its own, which the cache keeps. It is made beside its place and moved there,
 * so that one that is there is whole. Modules are run by the interpreter: scripts in `bin` hold the path that they were made at.
 */
export async function findSchemathesis(): Promise<FoundSchemathesis> {
  const python = process.env.SPECLINE_PYTHON ?? "python3";
  const asked = await run({ program: python, arguments: ["-c", probe] });
  const [isNewEnough, version] = asked.stdout.trim().split(" ");
  if (asked.exitCode !== 0 || version === undefined)
    return { missing: `there is no ${python} that makes virtual environments: ${asked.summary}` };
  if (isNewEnough !== "True") return { missing: `${python} is ${version}, schemathesis needs 3.11 or later` };
  const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 16);
  const place = join(cacheDirectory(), "schemathesis", `${hash}-python${version}`);
  const found = { program: join(place, "bin/python"), arguments: ["-m", "schemathesis.cli"] };
  if (existsSync(place)) return found;
  mkdirSync(dirname(place), { recursive: true });
  const made = mkdtempSync(`${place}-`);
  try {
    await must(python, ["-m", "venv", made]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"];
    await must(join(made, "bin/python"), [...pip, "--require-hashes", "--only-binary=:all:", "-r", requirements]);
    renameSync(made, place);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    // Somebody else has made the same one in the meantime.
    if (!existsSync(place)) throw error;
  }
  return found;
}

async function must(program: string, parts: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await run({ program, arguments: parts });
  if (exitCode !== 0) throw new Error(`${program} ${parts.join(" ")}\n${stdout}${stderr}`);
}
