import type { JsonValue } from "../../model/json-value";
import type { Parameter } from "../../model/operation";
import { accepts } from "./accepts";
import type { ColumnHint } from "./column-hints";
import { makeValue } from "./make-value";
import { flatten } from "./merge-schema";
import type { Planning } from "./planning";
import type { Made, Value } from "./value";

/** What a parameter is sent with: one of its examples that its schema accepts, else what the schema gives. */
export function makeParameter(
  { schemas }: Planning,
  { schema, name, examples }: Parameter,
  hints: ReadonlyMap<string, ColumnHint> = new Map(),
): Made<Value> {
  return makeValue(schema, name, { schemas, hints, purpose: "create", referenceOf: () => undefined }, examples);
}

/** Its own examples that its schema accepts, else those of the schema. */
export function examplesOf({ schemas }: Planning, parameter: Parameter): readonly JsonValue[] {
  const isUsable = (one: JsonValue) => one !== null && accepts(parameter.schema, one, schemas) !== false;
  const own = (parameter.examples ?? []).filter(isUsable);
  return own.length > 0 ? own : (flatten(parameter.schema, schemas)?.examples ?? []).filter(isUsable);
}
