import { byCodeUnit } from "../../model/by-code-unit";
import { Located } from "../located";
import type { Reading } from "../reading";
import { isUrl, joinPath, splitReference } from "../reference-key";
import { resolveFully, resolveReference, type Target } from "../resolve-reference";

/** A schema that the description gives a name. */
export interface Subschema {
  /** As its file calls it: what a discriminator's value has to be to select it. */
  readonly name: string;
  readonly target: Target;
}

/**
 * The schemas that are made of a base: "all schemas comprising the parent schema in an `allOf` construct may be used as an
 * alternate schema" (OpenAPI 3.1.0, Discriminator Object), directly or through others. They are looked for in every file
 * that is read; in order of name.
 */
export function findSubschemas(reading: Reading, base: Located): readonly Subschema[] {
  const { children } = familyOf(reading);
  const found = new Map<unknown, Subschema>();
  const open = [base.value as unknown];
  for (let parent = open.pop(); parent !== undefined; parent = open.pop()) {
    for (const child of children.get(parent) ?? []) {
      const { value } = child.target.value;
      if (found.has(value) || value === base.value) continue;
      found.set(value, child);
      open.push(value);
    }
  }
  return [...found.values()].sort((a, b) => byCodeUnit(a.name, b.name));
}

/** The name that the description has for a schema; `undefined`: it stands inside of something else. */
export function nameOfSchema(reading: Reading, { value }: Located): string | undefined {
  return familyOf(reading).candidates.find(({ target }) => target.value.value === value)?.name;
}

interface Family {
  /** Number of the files that were read when it was made: more of them may hold more schemas. */
  readonly fileCount: number;
  readonly candidates: readonly Subschema[];
  /** Schema → those that have it in their `allOf`. */
  readonly children: ReadonlyMap<unknown, readonly Subschema[]>;
}

const families = new WeakMap<Reading, Family>();

function familyOf(reading: Reading): Family {
  const known = families.get(reading);
  if (known !== undefined && known.fileCount === reading.documents.length) return known;
  reading.readComponentFiles();
  const fileCount = reading.documents.length;
  const candidates = candidatesOf(reading);
  const family = { fileCount, candidates, children: childrenOf(reading, candidates) };
  families.set(reading, family);
  return family;
}

function childrenOf(reading: Reading, candidates: readonly Subschema[]): Family["children"] {
  const children = new Map<unknown, Subschema[]>();
  for (const candidate of candidates) {
    for (const part of candidate.target.value.get("allOf")?.items() ?? []) {
      const parent = reading.quietly(() => parentOf(reading, part));
      if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), candidate]);
    }
  }
  return children;
}

/** Only what is read already can be a base: looking for subschemas reads no further file. */
function parentOf(reading: Reading, part: Located): unknown {
  const reference = part.get("$ref");
  if (typeof reference?.value !== "string") return undefined;
  const { path } = splitReference(reference.value);
  const file = path === "" ? part.source.file : isUrl(path) ? undefined : joinPath(part.source.file, path);
  if (file === undefined || !reading.documents.some((one) => one.file === file)) return undefined;
  const target = resolveReference(reading, reference);
  return target && resolveFully(reading, target.value)?.value;
}

function candidatesOf(reading: Reading): readonly Subschema[] {
  return reading.documents.flatMap((document) => {
    const { file } = document;
    const root = new Located(document, document.root);
    const isMain = file === reading.mainFile;
    if (!isMain && isSchema(root)) return [{ name: stem(file), target: { value: root, file, pointer: [] } }];
    const folders = [["components", "schemas"], ["definitions"], ["$defs"], ["schemas"], ...(isMain ? [] : [[]])];
    return folders.flatMap((pointer) =>
      entriesAt(root, pointer).flatMap(([name, value]): Subschema[] => {
        // A component that is a reference to another file is that file's schema, by the component's name.
        const whole = value.get("$ref") === undefined ? value : undefined;
        if (whole !== undefined) return [{ name, target: { value, file, pointer: [...pointer, name] } }];
        const reference = value.get("$ref");
        const target = isMain && reference && reading.quietly(() => resolveReference(reading, reference));
        return target ? [{ name, target }] : [];
      }),
    );
  });
}

function entriesAt(root: Located, pointer: readonly string[]): ReturnType<Located["entries"]> {
  return pointer.reduce<Located | undefined>((value, step) => value?.get(step), root)?.entries() ?? [];
}

/** A file of schemas has none of these at its root. */
function isSchema(root: Located): boolean {
  return ["type", "allOf", "oneOf", "anyOf", "properties", "enum"].some((key) => {
    const value = root.get(key)?.value;
    return typeof value === "string" || Array.isArray(value) || (key === "properties" && value !== undefined);
  });
}

function stem(file: string): string {
  return (file.split("/").at(-1) as string).replace(/\.[^.]*$/, "");
}
