import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Problem, problem } from "../report/problem";

interface NumberSchema {
  readonly type?: unknown;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

/**
 * Options that are no number within the limits of `schema.json`. Nx looks at names and types of options and not at limits, so each
 * executor asks for it first.
 *
 * @param folder of the executor
 */
export function refusedNumbers(folder: string, options: object): readonly Problem[] {
  const schema = JSON.parse(readFileSync(join(folder, "schema.json"), "utf8")) as {
    readonly properties: Readonly<Record<string, NumberSchema>>;
  };
  return Object.entries(options).flatMap(([option, value]: readonly [string, unknown]) => {
    const limits = schema.properties[option];
    const isNumber = limits?.type === "integer" || limits?.type === "number";
    if (limits === undefined || !isNumber || value === undefined || isWithin(value, limits)) return [];
    return [problem("option/out-of-range", { option, value: String(value), range: rangeOf(limits) })];
  });
}

function isWithin(value: unknown, limits: NumberSchema): boolean {
  if (typeof value !== "number" || !Number.isFinite(value)) return false;
  if (limits.type === "integer" && !Number.isSafeInteger(value)) return false;
  if (limits.minimum !== undefined && value < limits.minimum) return false;
  if (limits.exclusiveMinimum !== undefined && value <= limits.exclusiveMinimum) return false;
  return limits.maximum === undefined || value <= limits.maximum;
}

function rangeOf({ type, minimum, exclusiveMinimum, maximum }: NumberSchema): string {
  const kind = type === "integer" ? "a whole number" : "a number";
  if (minimum !== undefined && maximum !== undefined) return `${kind} from ${minimum} to ${maximum}`;
  const parts = [
    ...(minimum === undefined ? [] : [`of at least ${minimum}`]),
    ...(exclusiveMinimum === undefined ? [] : [`above ${exclusiveMinimum}`]),
    ...(maximum === undefined ? [] : [`of at most ${maximum}`]),
  ];
  return [kind, parts.join(" and ")].join(" ").trim();
}
