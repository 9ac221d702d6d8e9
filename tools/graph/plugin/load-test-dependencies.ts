import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Boundary, collectDependencies, type Dependencies } from "../imports/collect-dependencies";
import { ModuleMap } from "../imports/module-map";
import { filesBelow, isRunTimeFile, isSourceFile } from "../imports/source-files";
import type { ApiPlace } from "./api-targets";
import { calledOperations } from "./called-operations";
import type { ResourceHandlers } from "./resource-handlers";

/**
 * What the load test of each resource depends on apart from its slice: the code that answers its requests.
 *
 * Specline's own files are left out where they follow from the slice (a resource's `generated`, the schemas, the
 * registration of routes): an edit of a description changes them too, and that must not select every load test.
 */
export function loadTestDependencies(
  workspaceRoot: string,
  { directory, output }: Pick<ApiPlace, "directory" | "output">,
  resources: readonly ResourceHandlers[],
): ReadonlyMap<string, Dependencies> {
  const src = `${directory}/${output}`;
  const modules = new ModuleMap(workspaceRoot, [`${directory}/tsconfig.json`, "tsconfig.base.json", "tsconfig.json"]);
  const collect = (entries: readonly string[], treat: Boundary["treat"]): Dependencies => {
    const present = entries.filter((file) => existsSync(join(workspaceRoot, file)));
    return collectDependencies(modules, present, { directory, treat });
  };

  const runtime = filesBelow(workspaceRoot, `${src}/generated/runtime`).filter(isSourceFile);
  const shared = collect([`${directory}/src/server.ts`, ...runtime], (file) => {
    if (isIn(file, `${src}/generated/runtime`)) return "follow";
    return isIn(file, `${src}/generated`) || isIn(file, `${src}/resources`) ? "stop" : "follow";
  });

  const ofItsOwn: Boundary["treat"] = (file, importer) => {
    const name = isIn(file, `${src}/resources`) ? resourceOf(file, `${src}/resources`) : undefined;
    const folder = `${src}/resources/${name}`;
    if (name !== undefined && isIn(file, `${folder}/generated`)) return isIn(importer, folder) ? "packages" : "follow";
    const isWiring = ["runtime", "schemas"].every((name) => !isIn(file, `${src}/generated/${name}`));
    return isIn(file, `${src}/generated`) && isWiring ? "stop" : "follow";
  };
  const handlerOf = new Map(resources.flatMap((one) => [...one.handlerOf]));
  const own = resources.map(({ resource, handlers }) => {
    const generated = filesBelow(workspaceRoot, `${src}/resources/${resource}/generated`);
    // What a script imports is ours or comes with k6, so npm packages have no part in it. It makes rows of other resources
    // with their operations: an edit of such an operation changes this load test too (docs/decisions/0502).
    const script = collect([`${src}/resources/${resource}/generated/load-test.js`], () => "follow");
    const called = [...calledOperations(workspaceRoot, script.files)].flatMap((id) => handlerOf.get(id) ?? []);
    const inService = collect(
      [...handlers, ...called, ...generated.filter((file) => /(?<!\.test)\.ts$/.test(file))],
      ofItsOwn,
    );
    return unite([inService, { ...script, packages: new Set() }]);
  });

  // Nobody imports what is left, so a plugin loader or a read of a file may: in a resource's folder it counts for the
  // resource, elsewhere for all of them.
  const root = isIn(src, `${directory}/src`) ? `${directory}/src` : src;
  const handWritten = filesBelow(workspaceRoot, root, (path) => path === `${src}/generated`).filter(
    (file) =>
      isRunTimeFile(file) && !file.slice(`${src}/resources/`.length).split("/").slice(1, 2).includes("generated"),
  );
  const isLeft = leftBy([shared, ...own]);
  const beside = resources.map(({ resource }) => {
    const left = handWritten.filter((file) => isIn(file, `${src}/resources/${resource}`) && isLeft(file));
    return collect(left, ofItsOwn);
  });
  const isLeftAfterAll = leftBy([shared, ...own, ...beside]);
  const unexplained = handWritten.filter((file) => !isIn(file, `${src}/resources`) && isLeftAfterAll(file));
  const common = unite([shared, collect(unexplained, ofItsOwn)]);
  return new Map(
    resources.map(({ resource }, index) => [
      resource,
      unite([common, own[index] as Dependencies, beside[index] as Dependencies]),
    ]),
  );
}

function leftBy(parts: readonly Dependencies[]): (file: string) => boolean {
  const reached = unite(parts).files;
  return (file) => !reached.has(file);
}

function resourceOf(file: string, resources: string): string | undefined {
  return file.slice(resources.length + 1).split("/", 1)[0];
}

function isIn(file: string, folder: string): boolean {
  return file.startsWith(`${folder}/`);
}

function unite(parts: readonly Dependencies[]): Dependencies {
  const all = (pick: (part: Dependencies) => ReadonlySet<string>): ReadonlySet<string> =>
    new Set(parts.flatMap((part) => [...pick(part)]).sort());
  return {
    files: all((part) => part.files),
    libraries: all((part) => part.libraries),
    packages: all((part) => part.packages),
  };
}
