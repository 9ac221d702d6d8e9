import { posix } from "node:path";
import type { EmittedFile } from "../emitted-file";

export interface ScriptFiles {
  /** Folder of the resource. */
  readonly name: string;
  /** The script and what it imports and opens: path → text, by path. */
  readonly files: ReadonlyMap<string, string>;
}

/** Where a script names another file of its own: an import, or what it opens. */
export const ownReference =
  /^(import [^"\n]* from "|checkResponses\(operations, \(\) => open\(")(\.[^"\n]*)("[^"\n]*)$/gm;

/** Of each resource of an application its load test, with all that it imports and opens. */
export function scriptFiles(files: readonly EmittedFile[]): readonly ScriptFiles[] {
  const texts = new Map(files.map(({ path, content }) => [path, content]));
  const scripts = [...texts.keys()].filter((path) => path.endsWith("/generated/load-test.js")).sort();
  return scripts.map((script) => {
    const reached = new Set<string>();
    const visit = (path: string): void => {
      const text = texts.get(path);
      if (text === undefined || reached.has(path)) return;
      reached.add(path);
      for (const [, , other = ""] of text.matchAll(ownReference)) visit(posix.join(posix.dirname(path), other));
    };
    visit(script);
    return {
      name: script.split("/").at(-3) ?? "",
      files: new Map([...reached].sort().map((path) => [path, texts.get(path) ?? ""])),
    };
  });
}

/** The variables of the environment that give keys to some scripts, sorted. */
export function variablesIn(scripts: readonly ScriptFiles[]): readonly string[] {
  const texts = scripts.flatMap(({ files }) => [...files.values()]);
  const found = texts.flatMap((text) => [...text.matchAll(/"variable": "(SPECLINE_KEY_\w+)"/g)]);
  return [...new Set(found.map(([, name = ""]) => name))].sort();
}
