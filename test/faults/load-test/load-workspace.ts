import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ExecutorContext } from "@nx/devkit";
import load from "../../../executors/load/executor";
import type { LoadOptions } from "../../../executors/load/load-options";
import { compile } from "../../../tools/compiler/compile";
import { emitLoadTests } from "../../../tools/compiler/emit/load-test/emit-load-tests";

export interface LoadWorkspace {
  readonly root: string;
  place(path: string, content: string): void;
  contextOf(project: string): ExecutorContext;
  /** `nx run <api>:load` with these options. */
  load(api: string, options: LoadOptions): Promise<{ success: boolean }>;
  /** What the report of a target says, such as `tiny/load`. */
  reportOf(target: string): string;
  remove(): void;
}

export function createLoadWorkspace(): LoadWorkspace {
  const root = mkdtempSync(join(tmpdir(), "specline-load-workspace-"));
  const contextOf = (projectName: string) =>
    ({ root, projectName, projectsConfigurations: { version: 2, projects: {} } }) as unknown as ExecutorContext;
  return {
    root,
    place(path, content) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    },
    contextOf,
    load: (api, options) => load(options, contextOf(api)),
    reportOf: (target) => readFileSync(join(root, `.specline/reports/${target}.json`), "utf8"),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** An API with its load tests, as `loadtest-from-spec` writes it. */
export async function placeLoadTests(
  workspace: LoadWorkspace,
  api: string,
  description: { readonly file: string; readonly text: string },
): Promise<void> {
  const { service } = await compile({ openapiPath: description.file, readText: () => description.text });
  if (service === undefined) throw new Error(`${description.file} is no description`);
  const resourceFolder = (name: string) => name.replace(/[^A-Za-z0-9]+/g, "-");
  for (const { path, content } of emitLoadTests({ service, links: [], resourceFolder }))
    workspace.place(`apps/${api}/${path}`, content);
  const configuration = { kind: "api", generates: "load-tests", directory: `apps/${api}` };
  workspace.place(`specs/${api}/specline.json`, JSON.stringify(configuration));
  workspace.place(`specs/${api}/${description.file}`, description.text);
}

/** What is written to standard output from now on, instead of writing it. */
export function capturePrinted(): { readonly text: () => string; clear(): void; stop(): void } {
  const write = process.stdout.write.bind(process.stdout);
  let text = "";
  process.stdout.write = ((more: string) => {
    text += more;
    return true;
  }) as typeof process.stdout.write;
  return {
    text: () => text,
    clear: () => {
      text = "";
    },
    stop: () => {
      process.stdout.write = write;
    },
  };
}
