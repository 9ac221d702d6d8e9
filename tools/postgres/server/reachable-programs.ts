import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { cacheDirectory } from "../../workspace/cache-directory";
import type { Carrier, Installation } from "./installation";
import { makeFolderOnce } from "./make-folder-once";
import { serverFolder } from "./server-folder";
import { serverUser } from "./server-user";
import { isTraversableBy } from "./traversable";

/**
 * Makes the files of a carrier package usable: its versioned library names are symlinks that an install script should have made
 * (and that `--ignore-scripts` leaves out), and the user `nobody` may be unable to reach the package at all.
 */
export function reachablePrograms(carrier: Carrier): Installation {
  const user = serverUser();
  const isReachable = user === undefined || isTraversableBy(user, carrier.native);
  const native = isReachable ? carrier.native : copyPrograms(carrier);
  const libraries = linkLibraries(native, carrier.release);
  const variable = process.platform === "darwin" ? "DYLD_LIBRARY_PATH" : "LD_LIBRARY_PATH";
  return {
    major: carrier.major,
    release: carrier.release,
    binaries: join(native, "bin"),
    environment: libraries === undefined ? {} : { [variable]: `${libraries}:${join(native, "lib")}` },
  };
}

function copyPrograms(carrier: Carrier): string {
  const folder = serverFolder(join(cacheDirectory(), "postgresql"), "postgresql");
  return makeFolderOnce(join(folder, carrier.release), (target) => {
    // Static libraries and headers are of no use to a server.
    const isNeeded = (path: string) => !path.endsWith(".a") && basename(path) !== "include";
    cpSync(carrier.native, target, { recursive: true, verbatimSymlinks: true, filter: isNeeded });
  });
}

interface Link {
  readonly source: string;
  readonly target: string;
}

function linkLibraries(native: string, release: string): string | undefined {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return undefined;
  const links = JSON.parse(readFileSync(list, "utf8")) as Link[];
  // Paths in the list begin with `native/`.
  const path = (one: string) => join(native, "..", one);
  if (native.endsWith("native") && links.every((link) => existsSync(path(link.target)))) return undefined;
  const key = createHash("sha256").update(native).digest("hex").slice(0, 12);
  const folder = serverFolder(join(cacheDirectory(), "libraries"), "libraries");
  return makeFolderOnce(join(folder, `${release}-${key}`), (target) => {
    mkdirSync(target, { recursive: true });
    for (const link of links) {
      symlinkSync(join(native, "lib", basename(link.source)), join(target, basename(link.target)));
    }
  });
}
