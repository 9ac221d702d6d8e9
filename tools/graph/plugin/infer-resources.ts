import type { TargetConfiguration } from "@nx/devkit";
import type { ApiPlace } from "./api-targets";
import { loadTestDependencies } from "./load-test-dependencies";
import type { KnowsPackage } from "./locked-packages";
import { ownInputs } from "./own-inputs";
import { resourceHandlers } from "./resource-handlers";
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
  { project, folder, directory, output, isServed }: ApiPlace,
  isPackageKnown: KnowsPackage,
): readonly ResourceProject[] {
  const resources = resourceHandlers(workspaceRoot, directory, folder);
  const own = ownInputs(workspaceRoot);
  const keyed = new Set(resources.filter(({ takesKeys }) => takesKeys).map(({ resource }) => resource));
  return [...loadTestDependencies(workspaceRoot, { directory, output }, resources)].map(([resource, dependencies]) => {
    const packages = [...own.packages, ...dependencies.packages];
    return {
      root: `${directory}/slices/${resource}`,
      names: [`${project}-${resource}`, `${project}-${resource}-resource`],
      targets: resourceTargets({
        resource,
        directory,
        output,
        service: project,
        isServed,
        dependencies,
        ...(packages.every(isPackageKnown) ? { packages } : {}),
        plugin: own.sources,
        takesKeys: keyed.has(resource),
      }),
    };
  });
}
