import type { Tree } from "@nx/devkit";
import type { ApiConfig } from "../../workspace/project-config";

/** Whether a service that was generated before has a server of its own, or is part of an application that is there. */
export function hasServer(tree: Tree, { directory, output = "src" }: Pick<ApiConfig, "directory" | "output">): boolean {
  return tree.exists(`${directory}/${output}/generated/server.ts`);
}
