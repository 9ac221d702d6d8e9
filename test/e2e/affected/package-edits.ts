import type { Edit, Files } from "./edit";
import { everyResource } from "./edit";

/** The fields of a lock file that these edits touch. */
interface Lock {
  packages: Record<string, { version: string; integrity?: string; dependencies?: Record<string, string> }>;
}

/** As `npm install <name>@<version>` leaves it: the range in package.json, version and hash in the lock file. */
function update(files: Files, name: string, version: string): void {
  const lock = JSON.parse(files.read("package-lock.json")) as Lock;
  const entry = lock.packages[`node_modules/${name}`];
  if (entry === undefined) throw new Error(`${name} is not in the lock file`);
  entry.version = version;
  entry.integrity = "sha512-changed==";
  const root = lock.packages[""];
  if (root?.dependencies?.[name] !== undefined) {
    root.dependencies[name] = version;
    const manifest = JSON.parse(files.read("package.json")) as { dependencies: Record<string, string> };
    manifest.dependencies[name] = version;
    files.write("package.json", `${JSON.stringify(manifest, null, 2)}\n`);
  }
  files.write("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
}

export const packageEdits: readonly Edit[] = [
  {
    name: "the version of a package that a handler imports",
    expected: ["products"],
    apply: (files) => update(files, "left-pad", "1.3.1"),
  },
  {
    name: "the version of a package that no handler imports",
    expected: [],
    apply: (files) => update(files, "right-pad", "1.0.2"),
  },
  { name: "the version of Specline", expected: everyResource, apply: (files) => update(files, "specline", "9.9.9") },
  {
    name: "the version of a package that Specline itself depends on",
    expected: everyResource,
    apply: (files) => update(files, "libpg-query", "9.9.9"),
  },
  {
    name: "a new package that nothing imports",
    expected: [],
    apply: (files) => {
      const lock = JSON.parse(files.read("package-lock.json")) as Lock;
      lock.packages["node_modules/top-pad"] = { version: "1.0.0", integrity: "sha512-new==" };
      files.write("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
    },
  },
  {
    name: "a workspace package that a handler imports, its manifest",
    expected: ["customers"],
    apply: (files) => files.replace("packages/geo/package.json", "1.0.0", "1.1.0"),
  },
  {
    name: "a script of the workspace",
    expected: [],
    apply: (files) =>
      files.replace("package.json", '"private": true', '"private": true,\n  "scripts": { "start": "nx serve shop" }'),
  },
];
