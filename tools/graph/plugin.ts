import type { CreateDependencies, CreateNodes, PreTasksExecution } from "@nx/devkit";
import { droppedOptions } from "./plugin/dropped-options";
import { inferProjects } from "./plugin/infer-projects";
import { packageDependencies } from "./plugin/package-dependencies";
import { readPluginOptions } from "./plugin/plugin-options";

export const name = "specline";

/**
 * Infers projects and targets from the specs that are there. The pattern names files that every workspace has, not the specs:
 * Nx takes a deleted file that matches a plugin's pattern for a deleted project and selects everything.
 */
export const createNodes: CreateNodes = [
  "{nx.json,project.json,package.json,**/project.json,**/package.json}",
  (files, options, { workspaceRoot }) => {
    try {
      const configurationFiles = files.filter((file) => !file.endsWith("nx.json"));
      return inferProjects(workspaceRoot, readPluginOptions(options), configurationFiles);
    } catch (error) {
      // A plugin that throws stops every command of Nx, those that would mend the cause included.
      console.warn(`specline: no projects were inferred: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  },
];

/** The name that Nx 24 still reads and that plugins had before it. */
export const createNodesV2 = createNodes;

/**
 * A resource depends on the npm packages that its load test names: legacy `affected` follows the edges of the project graph,
 * not the inputs of targets.
 */
export const createDependencies: CreateDependencies = (_options, context) => packageDependencies(context);

/** What is set here reaches the tasks, whether Nx runs plugins in its own process or in another. */
export const preTasksExecution: PreTasksExecution = (_options, context) => {
  for (const [name, value] of Object.entries(droppedOptions(context.argv))) process.env[name] = value;
};
