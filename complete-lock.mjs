// Run it after `npm install` has changed package-lock.json. Where a registry does not serve the builds of a package for other
// platforms, npm leaves them out of the lock file, and `npm ci` then refuses that file everywhere. This adds them by their
// names, without a checksum: npm skips them on this platform and fetches them on theirs.
import { readFileSync, writeFileSync } from "node:fs";

const systems = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const processors = ["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"];
const aliases = { gnueabihf: "arm", armv7: "arm", fsevents: "darwin" };

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const added = {};
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(path, name) || added[`node_modules/${name}`]) continue;
    const parts = name.split(/[^a-z0-9]+/).map((part) => aliases[part] ?? part);
    const os = parts.filter((part) => systems.includes(part));
    const cpu = [...new Set(parts.filter((part) => processors.includes(part)))];
    if (os.length + cpu.length === 0) throw new Error(`${name} (of ${path}) is missing, and its name says no platform`);
    added[`node_modules/${name}`] = {
      version: range.replace(/^[~^]/, ""),
      ...(cpu.length === 0 ? {} : { cpu }),
      ...(entry.dev || (path === "" && name in (entry.devDependencies ?? {})) ? { dev: true } : {}),
      optional: true,
      ...(os.length === 0 ? {} : { os }),
    };
  }
}

const packages = Object.entries({ ...lock.packages, ...added });
lock.packages = Object.fromEntries(packages.sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${Object.keys(added).length} packages of other platforms added`);

/** Node's rule: the nearest node_modules above the package that asks. */
function isLocked(path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    if (lock.packages[`${folder === "" ? "" : `${folder}/`}node_modules/${name}`]) return true;
    if (folder === "") return false;
  }
}
