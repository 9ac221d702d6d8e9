import type { TargetConfiguration } from "@nx/devkit";
import { targetRpsVariable } from "../../workspace/target-rps-variable";
import type { Dependencies } from "../imports/collect-dependencies";

export interface ResourcePlace {
  readonly resource: string;
  /** Root of the application. */
  readonly directory: string;
  /** Folder below it in which `generated` and `resources` are. */
  readonly output: string;
  /** Project that serves the API. */
  readonly service: string;
  /** Whether Nx starts that; else the server is named by `--server`. */
  readonly isServed: boolean;
  readonly dependencies: Dependencies;
  /** npm packages that the result depends on; `undefined` where not all of them are known to Nx. */
  readonly packages?: readonly string[];
  /** Sources of Specline that the result depends on, in its own workspace. */
  readonly plugin: readonly string[];
  /** Whether the environment may give it keys, which open more operations. */
  readonly takesKeys: boolean;
}

/**
 * Prints which keys are set. Their names alone are an input: a result without a key must not stand for one with it, and a value has no
 * business in a hash that is stored and sent to remote caches.
 */
const namesOfKeys = `node -p "Object.keys(process.env).filter((name) => name.startsWith('SPECLINE_KEY_') && process.env[name]).sort().join()"`;

/**
 * `nx affected` selects a load test by these inputs alone, in task-based mode by its hash plan and in legacy mode by the
 * files named from the workspace root. So each is named, and none holds more of a spec than this resource depends on.
 */
export function resourceTargets(place: ResourcePlace): Readonly<Record<string, TargetConfiguration>> {
  const { directory, output, resource, dependencies, isServed } = place;
  const runtime = `${directory}/${output}/generated/runtime/`;
  const paths = [
    `${directory}/package.json`,
    `${directory}/tsconfig.json`,
    ...[...dependencies.files].filter((file) => !file.startsWith(runtime)),
  ];
  const folders = [runtime, ...[...dependencies.libraries].map((root) => `${root}/`)];
  return {
    loadtest: {
      executor: "specline:loadtest",
      options: { api: place.service, directory, resource, ...(output === "src" ? {} : { output }) },
      // What a server that was made elsewhere consists of is not known here, so no earlier result stands for a new one.
      cache: isServed,
      inputs: [
        "{projectRoot}/slice.json",
        ...folders.map((folder) => `{workspaceRoot}/${literally(folder)}**/*`),
        ...paths.map((path) => `{workspaceRoot}/${literally(path)}`),
        ...place.plugin,
        { env: targetRpsVariable },
        ...(place.takesKeys ? [{ runtime: namesOfKeys }] : []),
        // Without a list, Nx takes every npm package for an input: too much, and never too little.
        ...(place.packages === undefined ? [] : [{ externalDependencies: [...place.packages] }]),
      ],
      outputs: ["json", "html", "md"].map((kind) => `{workspaceRoot}/.specline/reports/{projectName}/loadtest.${kind}`),
      dependsOn: isServed ? [{ projects: [place.service], target: "serve", waitFor: "ready", inputs: false }] : [],
      metadata: { description: `Measure the ${resource} resource under load` },
    },
  };
}

/** A path as a pattern: what a glob reads as special stands for any one character. */
function literally(path: string): string {
  return path.replace(/[*?[\]{}()!+@]/g, "?");
}
