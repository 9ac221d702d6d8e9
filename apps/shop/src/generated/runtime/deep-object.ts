// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: bda19f5182d966a5
import type { TSchema } from "@sinclair/typebox";
import type { Pairs } from "./pairs.js";
import { fieldOf, itemAt, type Resolve, typesOf } from "./parameter-value.js";
import { type Reading, valueOfTexts } from "./reading.js";

/** What stands below one name: `a[b]=1&a[c][]=2` has `b` and `c` below `a`. */
interface Branch {
  readonly texts: string[];
  readonly below: Map<string, Branch>;
}

/** More levels are no data that somebody means. */
const maxDepth = 50;

/**
 * The style `deepObject`: `a[b]=1`. Of lists, and of objects in objects, "the representation [...] is not defined" (OpenAPI 3.1.1,
 * Style Values); they are read as clients write them: `a[b][c]=1`, `a[]=1&a[]=2`, `a[0]=1&a[1]=2`, `a[0][b]=1`.
 */
export function readDeepObject(
  name: string,
  schema: TSchema,
  pairs: Pairs,
  decode: (text: string) => string,
  resolve: Resolve,
): Reading {
  const root: Branch = { texts: [], below: new Map() };
  for (const [key, text] of pairs) {
    const path = deepPath(name, key);
    if (path !== undefined) branchAt(root, path).texts.push(decode(text));
  }
  return root.below.size === 0 ? {} : read(root, schema, resolve, "");
}

/** `a[b][c]` below `a`: `b`, `c`; `undefined`: this is no name below it. */
export function deepPath(name: string, key: string): readonly string[] | undefined {
  if (!key.startsWith(`${name}[`)) return undefined;
  const rest = key.slice(name.length);
  if (!/^(?:\[[^[\]]*\])+$/.test(rest)) return undefined;
  const path = rest.slice(1, -1).split("][");
  return path.length > maxDepth ? undefined : path;
}

function branchAt(root: Branch, path: readonly string[]): Branch {
  let branch = root;
  for (const part of path) {
    const next = branch.below.get(part) ?? { texts: [], below: new Map<string, Branch>() };
    branch.below.set(part, next);
    branch = next;
  }
  return branch;
}

/** @param place of the branch below the parameter, for problems */
function read({ texts, below }: Branch, schema: unknown, resolve: Resolve, place: string): Reading {
  if (below.size === 0) return valueOfTexts(texts, schema, resolve, place);
  const where = place === "" ? "" : `\`${place.slice(0, 80)}\` `;
  if (texts.length > 0) return { problem: `${where}has both a value and names below it` };
  const types = typesOf(schema, resolve);
  const names = [...below.keys()];
  const isList = names.every((name) => /^\d*$/.test(name)) && (types.has("array") || !types.has("object"));
  return isList ? readList(below, schema, resolve, place) : readFields(below, schema, resolve, place);
}

function readFields(below: Branch["below"], schema: unknown, resolve: Resolve, place: string): Reading {
  const value = Object.create(null) as Record<string, unknown>;
  for (const [name, branch] of below) {
    const inner = read(branch, fieldOf(schema, name, resolve), resolve, place === "" ? name : `${place}.${name}`);
    if (inner.problem !== undefined) return inner;
    value[name] = inner.value;
  }
  return { value };
}

/** In the order of the numbers, which only say that order: `a[7]=x` alone is a list of one. What has no number comes as it was sent. */
function readList(below: Branch["below"], schema: unknown, resolve: Resolve, place: string): Reading {
  const elements = [...below]
    .sort(([a], [b]) => Number(a) - Number(b))
    .flatMap(([name, branch]) =>
      name === ""
        ? branch.texts.map((text): Branch => ({ texts: [text], below: new Map() })).concat(deeper(branch))
        : [branch],
    );
  const value: unknown[] = [];
  for (const [index, branch] of elements.entries()) {
    const inner = read(branch, itemAt(schema, index, resolve), resolve, `${place}[${index}]`);
    if (inner.problem !== undefined) return inner;
    value.push(inner.value);
  }
  return { value };
}

/** `a[][b]=1&a[][c]=2` is one element of two fields. */
function deeper(branch: Branch): readonly Branch[] {
  return branch.below.size === 0 ? [] : [{ texts: [], below: branch.below }];
}
