import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** How the lock files that Nx reads name a package that stands at the top of node_modules. */
const lockFiles: readonly (readonly [file: string, entry: (name: string) => RegExp])[] = [
  ["package-lock.json", (name) => new RegExp(`^\\s*"node_modules/${name}": \\{$`, "m")],
  ["pnpm-lock.yaml", (name) => new RegExp(`^ {2,6}['"]?/?${name}(@[^\\n]*)?['"]?:`, "m")],
  ["yarn.lock", (name) => new RegExp(`^"?${name}@`, "m")],
  ["bun.lock", (name) => new RegExp(`^\\s*"${name}": \\[`, "m")],
];

export type KnowsPackage = (name: string) => boolean;

/**
 * Whether Nx has a node for an npm package. A load test that names one that Nx does not know stops every command that plans
 * tasks, so it is looked up first; Nx tells its plugins only later, when the inputs are settled.
 */
export function lockedPackages(workspaceRoot: string): KnowsPackage {
  for (const [file, entry] of lockFiles) {
    const text = readOnce(join(workspaceRoot, file));
    if (text === undefined) continue;
    const known = new Map<string, boolean>();
    return (name) => {
      const isKnown = known.get(name) ?? entry(name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).test(text);
      known.set(name, isKnown);
      return isKnown;
    };
  }
  return () => false;
}

const last = new Map<string, { readonly stamp: string; readonly text: string }>();

function readOnce(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  const stamp = `${found.mtimeMs} ${found.size}`;
  const known = last.get(path);
  if (known?.stamp === stamp) return known.text;
  const text = readFileSync(path, "utf8");
  last.set(path, { stamp, text });
  return text;
}
