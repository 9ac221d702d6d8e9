// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: f6de199e0f087086
import type { TSchema } from "@sinclair/typebox";
import { remembered } from "./remembered.js";

/**
 * Whether the work on a value of this schema can double with each of its levels: somewhere a schema comes back to itself from several
 * alternatives or parts, all of which are asked about the same value.
 */
export function isDoubling(schema: TSchema, referenced: readonly TSchema[]): boolean {
  const { doubling, targets } = graphOf(referenced);
  return doubling.size > 0 && [...reachable(refsIn(schema), targets)].some((id) => doubling.has(id));
}

interface Graph {
  /** `$id` → those that it refers to. */
  readonly targets: ReadonlyMap<string, ReadonlySet<string>>;
  readonly doubling: ReadonlySet<string>;
}

const graphOf = remembered((referenced: readonly TSchema[]): Graph => {
  const named = referenced.filter((one) => one.$id !== undefined);
  const targets = new Map(named.map((one) => [one.$id as string, refsIn(one)]));
  const doubling = named.flatMap((one) => {
    const id = one.$id as string;
    const own = targets.get(id) ?? new Set();
    // Most schemas are in no circle, and of those that are, few are asked for twice.
    if (!isBranching(one, () => true) || !reachable(own, targets).has(id)) return [];
    const comesBack = (to: string) => to === id || reachable(targets.get(to) ?? new Set(), targets).has(id);
    return isBranching(one, comesBack) ? [id] : [];
  });
  return { targets, doubling: new Set(doubling) };
});

function reachable(from: ReadonlySet<string>, targets: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const found = new Set(from);
  // A set goes on with what is added to it on the way.
  for (const id of found) for (const next of targets.get(id) ?? []) found.add(next);
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
