import { compile } from "../../tools/compiler/compile";
import type { EmittedFile } from "../../tools/compiler/emit/emitted-file";
import { emitLoadTests } from "../../tools/compiler/emit/load-test/emit-load-tests";

/** The load tests of one description, with the tables in other files, by path. */
export async function emit(texts: Readonly<Record<string, string>>): Promise<readonly EmittedFile[]> {
  const sqlPaths = Object.keys(texts).filter((path) => path.endsWith(".sql"));
  const openapiPath = Object.keys(texts).find((path) => !path.endsWith(".sql")) ?? "";
  const { service, links, database } = await compile({ openapiPath, sqlPaths, readText: (path) => texts[path] });
  if (service === undefined) throw new Error("no service");
  return emitLoadTests({
    service,
    links,
    ...(database && { database }),
    resourceFolder: (name) => name.replace(/[^A-Za-z0-9]+/g, "-"),
  });
}

export function scriptOf(files: readonly EmittedFile[], resource: string): string {
  const path = `src/resources/${resource}/generated/load-test.js`;
  return files.find((file) => file.path === path)?.content ?? `no ${path}`;
}

export function planOf(script: string) {
  return JSON.parse(/^export const plan = (\{[\s\S]*?\n\});$/m.exec(script)?.[1] ?? "null") as {
    operations: string[];
    skipped: { operation: string; reason: string }[];
    requestsPerIteration: number;
    slos?: Record<string, object>;
    keys?: Record<string, { variable: string }>;
    withKeys?: { operations: string[]; skipped: object[]; requestsPerIteration: number; needs?: object };
  };
}
