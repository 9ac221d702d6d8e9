import type { KeywordSchema } from "../../model/schema";
import type { ColumnHint } from "./column-hints";
import type { Made, Value } from "./value";

/** The smallest number from 1 on that the schema and the column's check allow; a unique one counts up from it. */
export function makeNumber(schema: KeywordSchema, hint: ColumnHint | undefined, wantsMost: boolean): Made<Value> {
  const isInteger = schema.types?.includes("integer") === true && !schema.types.includes("number");
  const step = schema.multipleOf ?? (isInteger ? 1 : undefined);
  const least = Math.max(schema.minimum ?? -Infinity, hint?.minimum ?? -Infinity, above(schema.exclusiveMinimum, step));
  const most = Math.min(schema.maximum ?? Infinity, hint?.maximum ?? Infinity, below(schema.exclusiveMaximum, step));
  if (least > most) return { reason: "its bounds leave no number" };
  const wanted = wantsMost && most < Infinity ? most : Math.min(Math.max(1, least), most);
  const value =
    step === undefined ? wanted : wantsMost ? Math.floor(wanted / step) * step : Math.ceil(wanted / step) * step;
  if (value < least || value > most) return { reason: `its bounds leave no multiple of ${step}` };
  if (hint?.isUnique === true && step === 1)
    return { made: { kind: "unique-integer", minimum: value, maximum: Math.min(most, 2 ** 31 - 1) } };
  return { made: { kind: "fixed", value } };
}

function above(bound: number | undefined, step: number | undefined): number {
  return bound === undefined ? -Infinity : bound + (step ?? 0.5);
}

function below(bound: number | undefined, step: number | undefined): number {
  return bound === undefined ? Infinity : bound - (step ?? 0.5);
}
