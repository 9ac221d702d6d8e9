import type { Parameter } from "../../model/operation";
import type { ColumnHint } from "./column-hints";
import { makeValue } from "./make-value";
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
