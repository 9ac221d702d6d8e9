import type { JsonValue } from "../../model/json-value";

/** A part of a description while it is made: members in the order of writing, `undefined` ones are left out. */
export type JsonObject = { readonly [name: string]: JsonValue };

export function jsonObject(entries: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(entries).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

export function reference(section: string, name: string): JsonObject {
  return { $ref: `#/components/${section}/${name}` };
}
