import type { JsonValue } from "../../model/json-value";
import type { KeywordSchema } from "../../model/schema";
import type { ColumnHint } from "./column-hints";
import type { Made, Value } from "./value";

/**
 * The example, else the smallest number from 1 on that the schema and the column's check allow, else the nearest one; a unique one
 * counts up from it.
 */
export function makeNumber(
  schema: KeywordSchema,
  hint: ColumnHint | undefined,
  wantsMost: boolean,
  example?: JsonValue,
): Made<Value> {
  const isInteger = schema.types?.includes("integer") === true && !schema.types.includes("number");
  const step = schema.multipleOf ?? (isInteger ? 1 : undefined);
  const least = Math.max(schema.minimum ?? -Infinity, hint?.minimum ?? -Infinity, schema.exclusiveMinimum ?? -Infinity);
  const most = Math.min(schema.maximum ?? Infinity, hint?.maximum ?? Infinity, schema.exclusiveMaximum ?? Infinity);
  const isWithin = (value: number) =>
    Number.isFinite(value) &&
    (!isInteger || Number.isInteger(value)) &&
    value >= least &&
    value <= most &&
    value !== schema.exclusiveMinimum &&
    value !== schema.exclusiveMaximum;
  const shown = typeof example === "number" && isWithin(example) ? [example] : [];
  const upwards = step === undefined ? anyOf(least, most) : multiplesOf(step, least, most);
  const nearest = least > 1 ? upwards : [...upwards].reverse();
  const value = (wantsMost && most < Infinity ? [...upwards].reverse() : [...shown, wanted(step), ...nearest]).find(
    isWithin,
  );
  if (value === undefined)
    return { reason: `its bounds leave no ${step === undefined || step === 1 ? "number" : `multiple of ${step}`}` };
  if (hint?.isUnique === true && step === 1)
    return { made: { kind: "unique-integer", minimum: value, maximum: Math.min(most, 2 ** 31 - 1) } };
  return { made: { kind: "fixed", value } };
}

function wanted(step = 1): number {
  return Number((Math.ceil(1 / step) * step).toPrecision(15));
}

function anyOf(least: number, most: number): readonly number[] {
  return [least, least + 0.5, Number(((least + most) / 2).toPrecision(15)), most - 0.5, most];
}

function multiplesOf(step: number, least: number, most: number): readonly number[] {
  const [first, last] = [Math.ceil(least / step), Math.floor(most / step)];
  const counts = [first, first + 1, last - 1, last];
  return counts.map((count) => Number((count * step).toPrecision(15)));
}
