import { posix } from "node:path";
import type { EmittedFile } from "../emitted-file";

export interface ScriptFiles {
  /** Folder of the resource. */
  readonly name: string;
  /** The script and what it imports: path → text, by path. */
  readonly files: ReadonlyMap<string, string>;
}

/** Of each resource of an application its load test, with all that it imports. */
export function scriptFiles(files: readonly EmittedFile[]): readonly ScriptFiles[] {
  const texts = new Map(files.map(({ path, content }) => [path, content]));
  const scripts = [...texts.keys()].filter((path) => path.endsWith("/generated/load-test.js")).sort();
  return scripts.map((script) => {
    const reached = new Set<string>();
    const visit = (path: string): void => {
      const text = texts.get(path);
      if (text === undefined || reached.has(path)) return;
      reached.add(path);
      for (const [, imported = ""] of text.matchAll(/^import [^"\n]* from "(\.[^"\n]*)";$/gm))
        visit(posix.join(posix.dirname(path), imported));
    };
    visit(script);
    return {
      name: script.split("/").at(-3) ?? "",
      files: new Map([...reached].sort().map((path) => [path, texts.get(path) ?? ""])),
    };
  });
}
