import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import type { ModuleMap } from "./module-map";
import { readImportsOfFile } from "./read-imports";
import { filesBelow, isSourceFile } from "./source-files";

/** What a set of source files needs to run, directly or through others. Paths are from the workspace root. */
export interface Dependencies {
  readonly files: ReadonlySet<string>;
  /** Folders of workspace libraries. */
  readonly libraries: ReadonlySet<string>;
  readonly packages: ReadonlySet<string>;
}

export interface Boundary {
  /** Root of the application; a file outside belongs to a library. */
  readonly directory: string;
  /** `stop`: not a dependency. `packages`: only the npm packages that it imports are. An entry is its own importer. */
  readonly treat: (file: string, importer: string) => "follow" | "packages" | "stop";
}

export function collectDependencies(modules: ModuleMap, entries: readonly string[], boundary: Boundary): Dependencies {
  const files = new Set<string>();
  const libraries = new Set<string>();
  const packages = new Set<string>();
  const seen = new Set<string>();
  const waiting: (readonly [file: string, importer: string])[] = entries.map((file) => [file, file]);

  const enterLibrary = (root: string): void => {
    if (libraries.has(root)) return;
    libraries.add(root);
    const sources = filesBelow(modules.workspaceRoot, root).filter(isSourceFile);
    waiting.push(...sources.map((file) => [file, file] as const));
  };

  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [file, importer] = next;
    const isInside = file.startsWith(`${boundary.directory}/`);
    const treatment = isInside ? boundary.treat(file, importer) : "follow";
    // The same file may be left out for one importer and count for another.
    if (treatment === "stop" || seen.has(`${treatment} ${file}`)) continue;
    seen.add(`${treatment} ${file}`);
    const library = isInside ? undefined : libraryOf(modules.workspaceRoot, file);
    if (library !== undefined) enterLibrary(library);
    else if (treatment === "follow") files.add(file);
    for (const specifier of readImportsOfFile(join(modules.workspaceRoot, file))) {
      const module = modules.resolve(specifier, file);
      if (module.kind === "package") packages.add(module.name);
      else if (treatment !== "follow") continue;
      else if (module.kind === "file") waiting.push([module.path, file]);
      else if (module.kind === "library") enterLibrary(module.root);
    }
  }
  return { files, libraries, packages };
}

/** The nearest folder above a file that is a project or a package; not the workspace itself. */
function libraryOf(workspaceRoot: string, file: string): string | undefined {
  for (let folder = posix.dirname(file); folder !== "."; folder = posix.dirname(folder)) {
    const isLibrary = ["project.json", "package.json"].some((name) => existsSync(join(workspaceRoot, folder, name)));
    if (isLibrary) return folder;
  }
  return undefined;
}
