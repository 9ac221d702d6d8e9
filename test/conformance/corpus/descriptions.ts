import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

export interface Description {
  /** Of the file or folder, without its extension. */
  readonly name: string;
  /** Relative to the folder of the corpus. */
  readonly path: string;
  readonly sizeBytes: number;
}

export const corpus = resolve(__dirname, "../../..", process.env.SPECLINE_CORPUS ?? "../shared/corpus");

/** Every description below `openapi/`, found by looking: a file there, or the file of a folder that says `openapi` first. */
export function findDescriptions(): readonly Description[] {
  const root = join(corpus, "openapi");
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .sort()
    .flatMap((entry): Description[] => {
      const name = entry.replace(/\.(ya?ml|json)$/, "");
      if (name !== entry) return [{ name, path: `openapi/${entry}`, sizeBytes: statSync(join(root, entry)).size }];
      const files = readdirSync(join(root, entry), { recursive: true, encoding: "utf8" }).sort();
      const main = files.find((file) => /\.(ya?ml|json)$/.test(file) && isDescription(join(root, entry, file)));
      if (main === undefined) return [];
      const sizes = files.map((file) => statSync(join(root, entry, file)).size);
      return [{ name, path: `openapi/${entry}/${main}`, sizeBytes: sizes.reduce((sum, size) => sum + size, 0) }];
    });
}

function isDescription(file: string): boolean {
  return /^\s*(openapi:|\{\s*"openapi":)/m.test(readFileSync(file, "utf8").slice(0, 2000));
}
