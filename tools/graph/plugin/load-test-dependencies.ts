import { existsSync } from "node:fs";
import { join } from "node:path";
import { collectDependencies, type Dependencies } from "../imports/collect-dependencies";
import { ModuleMap } from "../imports/module-map";
import { filesBelow, isRunTimeFile, isSourceFile } from "../imports/source-files";

/**
 * What the load test of each resource depends on apart from its slice: the code that answers its requests.
 *
 * Specline's own files are left out where they follow from the slice (a resource's `generated`, the schemas, the
 * registration of routes): an edit of a description changes them too, and that must not select every load test.
 */
export function loadTestDependencies(
  workspaceRoot: string,
  directory: string,
  resources: readonly string[],
): ReadonlyMap<string, Dependencies> {
  const src = `${directory}/src`;
  const modules = new ModuleMap(workspaceRoot, [`${directory}/tsconfig.json`, "tsconfig.base.json", "tsconfig.json"]);
  const isIn = (file: string, folder: string): boolean => file.startsWith(`${folder}/`);

  const shared = collectDependencies(modules, sharedEntries(workspaceRoot, src), {
    directory,
    treat: (file) => {
      if (isIn(file, `${src}/generated/runtime`)) return "follow";
      return isIn(file, `${src}/generated`) || isIn(file, `${src}/resources`) ? "stop" : "follow";
    },
  });

  const own = resources.map((resource) => {
    const folder = `${src}/resources/${resource}`;
    const entries = filesBelow(workspaceRoot, folder).filter(
      (file) => isSourceFile(file) && file !== `${folder}/generated/load-test.js`,
    );
    return collectDependencies(modules, entries, {
      directory,
      treat: (file) => {
        if (isIn(file, `${folder}/generated`)) return "packages";
        const isWiring = isIn(file, `${src}/generated`) && !isIn(file, `${src}/generated/schemas`);
        return isWiring ? "stop" : "follow";
      },
    });
  });

  const reached = new Set([shared, ...own].flatMap((dependencies) => [...dependencies.files]));
  // Nobody imports them, so a plugin loader or a read of a file may: they count for every resource.
  const unexplained = filesBelow(workspaceRoot, src, (path) => [`${src}/generated`, `${src}/resources`].includes(path))
    .filter(isRunTimeFile)
    .filter((file) => !reached.has(file));

  return new Map(
    resources.map((resource, index) => {
      const mine = own[index] as Dependencies;
      return [
        resource,
        {
          files: new Set([...shared.files, ...mine.files, ...unexplained].sort()),
          libraries: new Set([...shared.libraries, ...mine.libraries].sort()),
          packages: new Set([...shared.packages, ...mine.packages].sort()),
        },
      ];
    }),
  );
}

/** Where the service starts, and the run-time that every route uses. */
function sharedEntries(workspaceRoot: string, src: string): readonly string[] {
  const runtime = filesBelow(workspaceRoot, `${src}/generated/runtime`).filter(isSourceFile);
  return [`${src}/server.ts`, ...runtime].filter((file) => existsSync(join(workspaceRoot, file)));
}
