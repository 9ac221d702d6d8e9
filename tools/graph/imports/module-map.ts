import { existsSync, realpathSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, posix, relative, sep } from "node:path";
import { readPathAliases } from "./path-aliases";

export type ImportedModule =
  /** A file of the workspace, as a path from its root. */
  | { readonly kind: "file"; readonly path: string }
  /** A workspace package that node_modules links to, as the path of its folder. */
  | { readonly kind: "library"; readonly root: string }
  | { readonly kind: "package"; readonly name: string }
  | { readonly kind: "unknown" };

const endings = ["", ".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json", "/index.ts", "/index.js"];

/** Finds what an import means without asking TypeScript: relative paths, `paths` of the tsconfig files, linked packages. */
export class ModuleMap {
  readonly #aliases: ReturnType<typeof readPathAliases>;
  readonly #packages = new Map<string, ImportedModule>();

  constructor(
    readonly workspaceRoot: string,
    tsconfigs: readonly string[],
  ) {
    this.#aliases = tsconfigs.flatMap((file) => readPathAliases(workspaceRoot, file));
  }

  /** @param from the importing file, from the workspace root */
  resolve(specifier: string, from: string): ImportedModule {
    if (specifier.startsWith(".")) return this.#file(posix.join(posix.dirname(from), specifier));
    if (isBuiltin(specifier)) return { kind: "unknown" };
    for (const alias of this.#aliases) {
      const path = alias(specifier);
      const module = path === undefined ? undefined : this.#file(path);
      if (module?.kind === "file") return module;
    }
    return this.#package(specifier, from);
  }

  #file(path: string): ImportedModule {
    if (path.startsWith("..")) return { kind: "unknown" };
    const stem = path.replace(/\.([mc]?)js$/, ".$1ts");
    for (const candidate of stem === path ? [path] : [stem, path]) {
      const ending = endings.find((end) => isFile(join(this.workspaceRoot, candidate + end)));
      if (ending !== undefined) return { kind: "file", path: candidate + ending };
    }
    return { kind: "unknown" };
  }

  #package(specifier: string, from: string): ImportedModule {
    const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
    const folder = this.#installed(name, posix.dirname(from));
    const key = folder ?? name;
    const known = this.#packages.get(key);
    if (known !== undefined) return known;
    const module = folder === undefined ? { kind: "package" as const, name } : this.#linked(folder, name);
    this.#packages.set(key, module);
    return module;
  }

  /** The folder in the nearest node_modules, as Node looks for it. */
  #installed(name: string, folder: string): string | undefined {
    const path = join(this.workspaceRoot, folder, "node_modules", name);
    if (existsSync(path)) return path;
    return folder === "." ? undefined : this.#installed(name, posix.dirname(folder));
  }

  #linked(folder: string, name: string): ImportedModule {
    const path = relative(realpathSync(this.workspaceRoot), realpathSync(folder)).split(sep).join("/");
    const isOutside = path.startsWith("..") || path.split("/").includes("node_modules");
    return isOutside ? { kind: "package", name } : { kind: "library", root: path };
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
