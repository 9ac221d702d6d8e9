import type { JsonValue } from "../../../tools/compiler/model/json-value";
import type { Random } from "./random";

/** The value with one fault, or with what may be one. */
export function mutate(value: JsonValue, random: Random): JsonValue {
  if (isList(value) && value.length > 0 && random.isLikely(0.75)) {
    const index = random.below(value.length);
    return value.map((item, at) => (at === index ? mutate(item, random) : item));
  }
  if (isObject(value) && Object.keys(value).length > 0 && random.isLikely(0.8)) {
    const key = random.pick(Object.keys(value));
    return { ...value, [key]: mutate(value[key] as JsonValue, random) };
  }
  const others: JsonValue[] = [null, true, 0, -1, 1.5, 1e15, "", "x", "5", "\u{1F600}", [], [null], {}];
  if (isObject(value)) {
    const keys = Object.keys(value);
    const gone = keys[random.below(keys.length)];
    others.push({ ...value, unknown: 1 }, Object.fromEntries(Object.entries(value).filter(([key]) => key !== gone)));
  }
  if (isList(value)) others.push([...value, ...value], value.slice(1), [...value, null]);
  if (typeof value === "number") others.push(value + 1, value - 1, value + 0.5, -value, value * 1000);
  if (typeof value === "string") others.push(`${value}x`, value.slice(1), value.repeat(40), value.toUpperCase());
  return random.pick(others);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !isList(value);
}
