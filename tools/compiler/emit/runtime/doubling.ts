import type { TSchema } from "@sinclair/typebox";
import { remembered } from "./remembered.js";

/**
 * Whether the work on a value of this schema can double with each of its levels: somewhere a schema comes back to itself from several
 * alternatives or parts, all of which are asked about the same value.
 */
export function isDoubling(schema: TSchema, referenced: readonly TSchema[]): boolean {
  const doubling = leadingToDoubling(referenced);
  return doubling.size > 0 && [...refsIn(schema)].some((id) => doubling.has(id));
}

/** `$id` → those that it refers to, or that refer to it. */
type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Those whose work can double, and all that refer to them. In time that grows with the schemas, since the first request waits for it. */
const leadingToDoubling = remembered((referenced: readonly TSchema[]): ReadonlySet<string> => {
  const named = referenced.flatMap((one) => (one.$id === undefined ? [] : [{ id: one.$id, schema: one }]));
  const targets = new Map(named.map(({ id, schema }) => [id, refsIn(schema)]));
  const sources = reversed(targets);
  const circles = circlesOf(targets, sources);
  const doubling = named.filter(({ id, schema }) =>
    isBranching(
      schema,
      (to) => circles.get(to) === circles.get(id) && (to !== id || targets.get(id)?.has(id) === true),
    ),
  );
  return reachable(new Set(doubling.map(({ id }) => id)), sources);
});

function reversed(targets: Graph): Graph {
  const sources = new Map([...targets.keys()].map((id) => [id, new Set<string>()]));
  for (const [id, all] of targets) for (const to of all) sources.get(to)?.add(id);
  return sources;
}

/**
 * Numbers those alike that come back to each other: the strongly connected components, by Kosaraju's algorithm.
 *
 * @returns nothing of what is not in the graph
 */
function circlesOf(targets: Graph, sources: Graph): ReadonlyMap<string, number> {
  const finished: string[] = [];
  const seen = new Set<string>();
  for (const id of targets.keys()) {
    // Not by calls: a chain of schemas may be longer than the stack.
    const stack = seen.has(id) ? [] : [{ id, rest: [...(targets.get(id) ?? [])] }];
    seen.add(id);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.rest.pop();
      if (next === undefined) finished.push(stack.pop()?.id ?? "");
      else if (targets.has(next) && !seen.has(next)) {
        seen.add(next);
        stack.push({ id: next, rest: [...(targets.get(next) ?? [])] });
      }
    }
  }
  const circles = new Map<string, number>();
  for (const [number, id] of finished.reverse().entries()) {
    const circle = circles.has(id) ? [] : [id];
    for (let one = circle.pop(); one !== undefined; one = circle.pop()) {
      circles.set(one, number);
      circle.push(...[...(sources.get(one) ?? [])].filter((source) => !circles.has(source)));
    }
  }
  return circles;
}

function reachable(from: ReadonlySet<string>, graph: Graph): ReadonlySet<string> {
  const found = new Set(from);
  // A set goes on with what is added to it on the way.
  for (const id of found) for (const next of graph.get(id) ?? []) found.add(next);
  return found;
}

function refsIn(schema: unknown, found = new Set<string>()): Set<string> {
  if (typeof schema !== "object" || schema === null) return found;
  for (const [key, value] of Object.entries(schema)) {
    if (key === "$ref" && typeof value === "string") found.add(value);
    else refsIn(value, found);
  }
  return found;
}

/** Keywords whose schemas are asked about the value itself. */
const several = ["allOf", "anyOf", "oneOf", "dependentSchemas"];
const inPlace = [...several, "not", "if", "then", "else"];

/** Whether the schema, or one in it, has two ways to a schema that counts, for one and the same value. */
function isBranching(schema: unknown, counts: (id: string) => boolean): boolean {
  if (typeof schema !== "object" || schema === null) return false;
  const leads = (one: unknown) => [...refsIn(one)].some(counts);
  const entries = Object.entries(schema);
  // `not`, `if`, `then` and `else` are one schema, the others several.
  const parts = entries
    .filter(([key]) => inPlace.includes(key))
    .flatMap(([key, value]) => (several.includes(key) ? (Object.values(value as object) as unknown[]) : [value]));
  const others = Object.fromEntries(entries.filter(([key]) => !inPlace.includes(key)));
  const ways = [...parts, others].filter(leads);
  return ways.length > 1 || entries.some(([, value]) => isBranching(value, counts));
}
