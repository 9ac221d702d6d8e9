import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { inject } from "vitest";
import { execute, git, must, nx } from "./command";
import { installedWorkspace, type PackageManager } from "./installed-workspace";

export interface Workspace {
  readonly directory: string;
  /** Path → text, below the workspace. */
  write(files: Readonly<Record<string, string>>): void;
  read(path: string): string;
  nx(...parts: readonly string[]): ReturnType<typeof nx>;
  git(...parts: readonly string[]): Promise<string>;
  /** What git sees that the last commit does not have; empty when nothing was written. */
  changes(): Promise<string>;
}

/**
 * A workspace of its own with Nx and the packed plugin installed and set up by `specline:init`, in a git repository with one
 * commit. The folder goes away at the end of the run.
 */
export async function createWorkspace(packageManager: PackageManager = "npm"): Promise<Workspace> {
  const directory = mkdtempSync(join(inject("scratch"), "workspace-"));
  const installed = await installedWorkspace(packageManager, inject("scratch"), inject("tarball"));
  // Hard links where the system has them: files of packages are replaced, never written to.
  const linked = await execute(directory, "cp", ["-al", `${installed}/.`, directory]);
  if (linked.exitCode !== 0) await must(directory, "cp", ["-R", `${installed}/.`, directory]);
  for (const folder of ["", "node_modules", "node_modules/.pnpm"]) unlinkFiles(installed, directory, folder);

  const workspace: Workspace = {
    directory,
    write(files) {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(directory, path)), { recursive: true });
        writeFileSync(join(directory, path), text);
      }
    },
    read: (path) => readFileSync(join(directory, path), "utf8"),
    nx: (...parts) => nx(directory, parts),
    git: (...parts) => git(directory, ...parts),
    changes: () => git(directory, "status", "--porcelain", "--untracked-files=all"),
  };
  workspace.write({
    "nx.json": `${JSON.stringify({ defaultBase: "main", analytics: false, neverConnectToCloud: true }, null, 2)}\n`,
    ".gitignore": "node_modules/\n.nx/\n",
    "tsconfig.base.json": `{ "compilerOptions": {} }\n`,
  });
  await workspace.git("init", "--quiet", "--initial-branch=main");
  const init = await workspace.nx("g", "specline:init");
  if (init.exitCode !== 0) throw new Error(`${init.summary}\n${init.stdout}\n${init.stderr}`);
  await workspace.git("add", "--all");
  await workspace.git("commit", "--quiet", "--message=start");
  return workspace;
}

/**
 * Gives the workspace its own copy of each file that lies directly in the folder: Nx and package managers write manifests and
 * lock files in place, which a hard link would carry over to all other workspaces of the run.
 */
function unlinkFiles(installed: string, directory: string, folder: string): void {
  if (!existsSync(join(installed, folder))) return;
  for (const entry of readdirSync(join(installed, folder), { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    rmSync(join(directory, folder, entry.name));
    copyFileSync(join(installed, folder, entry.name), join(directory, folder, entry.name));
  }
}
