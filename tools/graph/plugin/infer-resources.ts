import { existsSync } from "node:fs";
import { join } from "node:path";
import type { TargetConfiguration } from "@nx/devkit";
import type { ApiPlace } from "./api-targets";
import { list } from "./list-folder";
import { loadTestDependencies } from "./load-test-dependencies";
import type { KnowsPackage } from "./locked-packages";
import { ownInputs } from "./own-inputs";
import { resourceTargets } from "./resource-targets";

export interface ResourceProject {
  readonly root: string;
  /** The first that is free is taken. */
  readonly names: readonly string[];
  readonly targets: Readonly<Record<string, TargetConfiguration>>;
}

/** The resources that have a slice: `nx sync` writes it, so a new resource is there after it and a removed one is gone. */
export function inferResources(
  workspaceRoot: string,
  { project, directory }: ApiPlace,
  isPackageKnown: KnowsPackage,
): readonly ResourceProject[] {
  const slices = `${directory}/slices`;
  const resources = list(workspaceRoot, slices)
    .filter((entry) => entry.isDirectory() && existsSync(join(workspaceRoot, slices, entry.name, "slice.json")))
    .map((entry) => entry.name)
    .sort();
  const own = ownInputs(workspaceRoot);
  return [...loadTestDependencies(workspaceRoot, directory, resources)].map(([resource, dependencies]) => {
    const packages = [...own.packages, ...dependencies.packages];
    return {
      root: `${slices}/${resource}`,
      names: [`${project}-${resource}`, `${project}-${resource}-resource`],
      targets: resourceTargets({
        resource,
        directory,
        service: project,
        dependencies,
        ...(packages.every(isPackageKnown) ? { packages } : {}),
        plugin: own.sources,
      }),
    };
  });
}
