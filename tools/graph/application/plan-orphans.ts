import type { Tree } from "@nx/devkit";
import type { ApiConfig } from "../../workspace/project-config";
import { describeOrphan, isUntouchedHandler, orphanHandlers } from "./orphans";

interface OrphanPlan {
  /** Untouched stubs of no operation; empty unless they are to be pruned. */
  readonly remove: readonly string[];
  readonly notes: readonly string[];
  /** About handlers that stay. */
  readonly warnings: readonly string[];
}

/** What happens to handlers that no operation uses: they stay, but for untouched stubs when those are pruned. */
export function planOrphans(
  tree: Tree,
  config: Pick<ApiConfig, "directory" | "output">,
  handlers: Readonly<Record<string, string>>,
  { openapiPath, isPruning }: { readonly openapiPath: string; readonly isPruning: boolean },
): OrphanPlan {
  const orphans = orphanHandlers(tree, config, handlers);
  const remove = orphans.filter((path) => isPruning && isUntouchedHandler(tree.read(path, "utf8") ?? ""));
  const kept = orphans.filter((path) => !remove.includes(path));
  const nothing =
    kept.length === 0 ? "every handler belongs to an operation" : "the handlers of no operation were edited";
  return {
    remove,
    notes:
      isPruning && remove.length === 0
        ? [`Nothing to prune: ${nothing}.`]
        : remove.map((path) => `Deleted ${path}, an untouched stub of no operation.`),
    warnings: kept.map((path) => describeOrphan(path, openapiPath)),
  };
}
