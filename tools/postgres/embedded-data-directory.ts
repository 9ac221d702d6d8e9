import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { problem } from "../report/problem";
import { Refused } from "../report/refused";
import { stateDirectory } from "../workspace/state-directory";
import { serverFolder } from "./server/server-folder";

export interface EmbeddedPlace {
  readonly dataDirectory: string;
  readonly logPath: string;
  readonly lockPath: string;
}

/** Where the persistent database of a project lives: `.specline/postgres/<project>`, unless a server could not reach that. */
export function embeddedPlace(workspaceRoot: string, project: string): EmbeddedPlace {
  const name = project.replaceAll("/", "__");
  const wished = join(stateDirectory(workspaceRoot, "postgres"), name);
  const key = createHash("sha256").update(workspaceRoot).digest("hex").slice(0, 12);
  const dataDirectory = serverFolder(wished, join("data", `${key}-${name}`));
  if (dataDirectory !== wished) rememberElsewhere(dataDirectory, workspaceRoot);
  return { dataDirectory, logPath: `${wished}.log`, lockPath: `${wished}.lock` };
}

/** Data outside of the workspace is deleted when the workspace is gone; the file beside it says whose it is. */
function rememberElsewhere(dataDirectory: string, workspaceRoot: string): void {
  const folder = dirname(dataDirectory);
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  for (const name of readdirSync(folder)) {
    if (!name.endsWith(".workspace")) continue;
    if (existsSync(readFileSync(join(folder, name), "utf8"))) continue;
    rmSync(join(folder, basename(name, ".workspace")), { recursive: true, force: true });
    rmSync(join(folder, name), { force: true });
  }
  writeFileSync(`${dataDirectory}.workspace`, workspaceRoot);
}

/** Throws `Refused` when the folder is there and is not a data directory of this major version. */
export function checkDataDirectory(directory: string, major: number): void {
  if (!existsSync(directory)) return;
  const file = join(directory, "PG_VERSION");
  if (!existsSync(file)) throw new Refused([problem("database/data-directory-broken", { directory })]);
  const found = readFileSync(file, "utf8").trim();
  if (found === String(major)) return;
  throw new Refused([problem("database/data-directory-version", { directory, found, wanted: String(major) })]);
}
