import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { FsTree } from "nx/src/devkit-internals";
import { type Compilation, compile } from "../../../tools/compiler/compile";
import type { Diagnostic } from "../../../tools/compiler/diagnostics/diagnostic";
import { formatDiagnostics } from "../../../tools/compiler/diagnostics/format-diagnostic";
import type { FrameworkName } from "../../../tools/compiler/emit/routes/frameworks";
import { planApplication } from "../../../tools/graph/application/plan-application";
import { run } from "../../../tools/process/run";
import { configFor } from "./config-for";
import { corpus, type Description } from "./descriptions";

const root = join(__dirname, "../../..");

export interface WrittenService {
  readonly folder: string;
  readonly service: NonNullable<Compilation["service"]>;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Origin {
  /** What paths are relative to. */
  readonly root: string;
  /** Of a file with claims about the types, which is compiled with the service. */
  readonly expectations: string;
}

/** What `route-from-spec` writes for a description, stubs of all handlers included. */
export async function writeService(
  { path, name }: Pick<Description, "path" | "name">,
  framework: FrameworkName,
  parent: string,
  { root: origin, expectations }: Origin = {
    root: corpus,
    expectations: join(__dirname, "expectations", `${name}.ts.txt`),
  },
): Promise<WrittenService> {
  const tree = new FsTree(origin, false);
  const { service } = await compile({ openapiPath: path, readText: (file) => tree.read(file, "utf8") ?? undefined });
  const plan = await planApplication(tree, { openapiPath: path, config: configFor(framework), hasServer: true });
  if (service === undefined || plan.application === undefined) throw new Error(formatDiagnostics(plan.diagnostics));
  const folder = join(parent, name);
  for (const file of plan.files) {
    mkdirSync(dirname(join(folder, file.path)), { recursive: true });
    writeFileSync(join(folder, file.path), file.content);
  }
  if (existsSync(expectations)) cpSync(expectations, join(folder, "src/expectations.ts"));
  return { folder, service, diagnostics: plan.diagnostics };
}

/** What the compiler says of services that lie in one folder: one program for all of them. Empty: nothing. */
export async function typeErrors(parent: string, services: readonly WrittenService[]): Promise<string> {
  const [first] = services;
  if (first === undefined) throw new Error("there is nothing to check");
  const config = {
    extends: `./${relative(parent, first.folder)}/tsconfig.json`,
    compilerOptions: { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
    include: services.map(({ folder }) => `${relative(parent, folder)}/src`),
  };
  writeFileSync(join(parent, "tsconfig.json"), JSON.stringify(config));
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { exitCode, stdout, stderr } = await run({
    program: process.execPath,
    arguments: [tsc, "-p", parent, "--noEmit", "--pretty", "false"],
  });
  return exitCode === 0 ? stdout : `${stdout}${stderr}exit code ${exitCode}`;
}
