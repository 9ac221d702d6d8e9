import type { CreateDependenciesContext, DependencyType, RawProjectGraphDependency } from "@nx/devkit";

/** Edges from each project with a load test of ours to the npm packages among its inputs. */
export function packageDependencies({
  projects,
  externalNodes,
}: Pick<CreateDependenciesContext, "projects" | "externalNodes">): RawProjectGraphDependency[] {
  return Object.entries(projects).flatMap(([source, { targets }]) => {
    const loadTest = targets?.loadtest;
    if (loadTest?.executor !== "specline:loadtest") return [];
    const names = (loadTest.inputs ?? []).flatMap((input) =>
      typeof input === "object" && "externalDependencies" in input ? input.externalDependencies : [],
    );
    return names
      .map((name) => `npm:${name}`)
      .filter((target) => target in (externalNodes ?? {}))
      .map((target) => ({ source, target, type: "implicit" as DependencyType.implicit }));
  });
}
