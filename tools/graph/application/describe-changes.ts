import type { Tree } from "@nx/devkit";
import type { FileChanges } from "../apply-emitted-files";

/** One line for each file that is not as it should be. */
export function describeChanges(tree: Tree, { write, remove }: FileChanges): readonly string[] {
  const written = [...write.keys()].map((path) => `  ${tree.exists(path) ? "stale" : "missing"} ${path}`);
  return [...written, ...remove.map((path) => `  not needed ${path}`)].sort();
}

export function describeRefused(refused: FileChanges["refused"]): string {
  const shown = refused.slice(0, 5).map(({ path, diff }) => `${path}\n${diff}`);
  const more = refused.length > 5 ? [`… and ${refused.length - 5} more`] : [];
  return [
    `${refused.length} generated file(s) were edited by hand; nothing was written.`,
    "Put the change into the spec or a handler, or run route-from-spec with --force to lose it.",
    "What would change (- what is there, + what is generated):",
    ...shown,
    ...more,
  ].join("\n");
}
