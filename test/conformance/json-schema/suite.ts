import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { JsonValue } from "../../../tools/compiler/model/json-value";

/** One schema of the JSON Schema Test Suite with the values that it is tried on. */
export interface Group {
  readonly file: string;
  readonly description: string;
  readonly schema: JsonValue;
  readonly tests: readonly { readonly description: string; readonly body: string; readonly valid: boolean }[];
}

export type Draft = "draft2020-12" | "draft4";

const folder = resolve(process.env.SPECLINE_CORPUS ?? "../shared/corpus", "json-schema-test-suite");

export const isThere = existsSync(folder);

/** The mandatory part of a draft. */
export function readGroups(draft: Draft): readonly Group[] {
  const files = readdirSync(join(folder, draft)).filter((file) => file.endsWith(".json"));
  return files.sort().flatMap((file) => {
    const groups = JSON.parse(readFileSync(join(folder, draft, file), "utf8")) as readonly RawGroup[];
    return groups.map(({ description, schema, tests }) => ({
      file: file.replace(/\.json$/, ""),
      description,
      schema,
      tests: tests.map((test) => ({ ...test, body: JSON.stringify(test.data) })),
    }));
  });
}

interface RawGroup {
  readonly description: string;
  readonly schema: JsonValue;
  readonly tests: readonly { readonly description: string; readonly data: JsonValue; readonly valid: boolean }[];
}

/** URL → schema: what the suite's schemas find at `http://localhost:1234/`, and the meta-schemas. */
export function readRemotes(draft: Draft): ReadonlyMap<string, JsonValue> {
  const remotes = new Map<string, JsonValue>();
  const root = join(folder, "remotes");
  for (const path of readdirSync(root, { recursive: true, encoding: "utf8" }).sort()) {
    const [first] = path.split("/");
    const isOfOther = /^(draft|v1)/.test(first ?? "") && first !== draft;
    if (!path.endsWith(".json") || isOfOther) continue;
    remotes.set(`http://localhost:1234/${path}`, JSON.parse(readFileSync(join(root, path), "utf8")));
  }
  for (const schema of metaschemas[draft]()) remotes.set((schema.$id ?? schema.id) as string, schema);
  return remotes;
}

type Metaschema = { readonly [key: string]: JsonValue };

const metaschemas: Readonly<Record<Draft, () => readonly Metaschema[]>> = {
  "draft2020-12": () => {
    const root = resolve("node_modules/ajv/dist/refs/json-schema-2020-12");
    const paths = ["schema.json", ...readdirSync(join(root, "meta")).map((name) => `meta/${name}`)];
    return paths.map((path) => JSON.parse(readFileSync(join(root, path), "utf8")));
  },
  draft4: () => [JSON.parse(readFileSync(join(__dirname, "metaschemas/draft-04.json"), "utf8"))],
};
