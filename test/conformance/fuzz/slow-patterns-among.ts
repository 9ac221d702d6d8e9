import type { JsonValue } from "../../../tools/compiler/model/json-value";
import type { NamedSchema, Schema } from "../../../tools/compiler/model/schema";
import { schemaToJson } from "../../../tools/compiler/model/schema-to-json";
import { reachability } from "../../../tools/compiler/model/schemas-in";
import { canBacktrackForever } from "../../../tools/compiler/read-openapi/backtracking/can-backtrack-forever";

/** Tells whether a schema, or one that it reaches, has a pattern from which no validator would come back after a long text. */
export function slowPatternsAmong(all: readonly NamedSchema[]): (schema: Schema) => boolean {
  const reachedFrom = reachability(all);
  const isSlow = (schema: Schema) => patternsIn(schemaToJson(schema, { withTexts: false })).some(canBacktrackForever);
  const slow = new Set(all.filter(({ schema }) => isSlow(schema)).map(({ name }) => name));
  return (schema) => isSlow(schema) || (slow.size > 0 && reachedFrom([schema]).some(({ name }) => slow.has(name)));
}

function patternsIn(value: JsonValue): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "pattern" in value && typeof value.pattern === "string" ? [value.pattern] : [];
  return [...own, ...Object.values(value).flatMap(patternsIn)];
}
