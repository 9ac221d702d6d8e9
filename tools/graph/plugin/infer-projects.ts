import { posix } from "node:path";
import type { CreateNodesResultArray, ProjectConfiguration, TargetConfiguration } from "@nx/devkit";
import { type ApiPlace, apiTargets } from "./api-targets";
import { databaseTargets } from "./database-targets";
import { findSources, type Source } from "./find-sources";
import { inferResources } from "./infer-resources";
import { lockedPackages } from "./locked-packages";
import type { PluginOptions } from "./plugin-options";
import { ProjectNames } from "./project-names";
import { readJson, textField } from "./read-json";

type Node = CreateNodesResultArray[number];

/** The projects of design §3, from the places of files and from specline.json; no spec is read. */
export function inferProjects(
  workspaceRoot: string,
  options: PluginOptions,
  configurationFiles: readonly string[],
): CreateNodesResultArray {
  const sources = findSources(workspaceRoot, options.specs);
  const names = new ProjectNames(workspaceRoot, configurationFiles);
  const named = new Map<string, string>();
  for (const { folder, kind } of sources) {
    if (named.has(folder)) continue;
    const base = posix.basename(folder);
    named.set(folder, names.claim(folder, [base, `${base}-${kind}`]));
  }
  const isPackageKnown = lockedPackages(workspaceRoot);
  const databases = sources.filter(({ kind }) => kind === "database");
  return sources.flatMap((source): Node[] => {
    const project = named.get(source.folder) as string;
    if (source.kind === "database")
      return [node(source.file, source.folder, project, databaseTargets(project, source.folder))];
    const api = apiPlace(workspaceRoot, options, source, project, databases, named);
    const resources = inferResources(workspaceRoot, api, isPackageKnown).map(({ root, names: candidates, targets }) =>
      node(source.file, root, names.claim(root, candidates), targets),
    );
    return [node(source.file, source.folder, project, apiTargets(api)), ...resources];
  });
}

function apiPlace(
  workspaceRoot: string,
  options: PluginOptions,
  source: Source,
  project: string,
  databases: readonly Source[],
  named: ReadonlyMap<string, string>,
): ApiPlace {
  const config = readJson(workspaceRoot, posix.join(source.folder, "specline.json"));
  const wanted = textField(config, "database");
  const database = databases.find(
    ({ folder }) => wanted !== undefined && (named.get(folder) === wanted || posix.basename(folder) === wanted),
  );
  return {
    project,
    folder: source.folder,
    directory: posix.normalize(
      textField(config, "directory") ?? options.apps.replace("*", posix.basename(source.folder)),
    ),
    output: textField(config, "output") ?? "src",
    isServed: textField(config, "generates") !== "load-tests",
    ...(database === undefined
      ? {}
      : { database: { folder: database.folder, project: named.get(database.folder) as string } }),
  };
}

function node(file: string, root: string, name: string, targets: Readonly<Record<string, TargetConfiguration>>): Node {
  const project: ProjectConfiguration = { name, root, targets };
  return [file, { projects: { [root]: project } }];
}
