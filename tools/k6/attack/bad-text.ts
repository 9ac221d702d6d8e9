import type { JsonValue } from "../../report/json";
import { type Keywords, typesOf } from "./flatten";

/** Strings to try where a schema has something to say about strings, each with the keyword that it is to break. */
export function badTexts(schema: Keywords): readonly (readonly [name: string, text: string])[] {
  const { minLength, maxLength, pattern, format } = schema;
  const valid = String(schema.const ?? (Array.isArray(schema.enum) ? schema.enum[0] : undefined) ?? "specline");
  return [
    ...(typeof minLength === "number" && minLength > 0
      ? [["shorter than minLength", valid.slice(0, minLength - 1).padEnd(minLength - 1, "a")] as const]
      : []),
    ...(typeof maxLength === "number" && maxLength < 100_000
      ? [
          ["longer than maxLength", "a".repeat(maxLength + 1)] as const,
          ["at maxLength", "a".repeat(maxLength)] as const,
        ]
      : []),
    ...(pattern === undefined ? [] : [["against its pattern", "\u00a7!\n"] as const]),
    ...(typeof format === "string"
      ? [[`no ${format}`, "specline: none"] as const, [`an empty ${format}`, ""] as const]
      : []),
    ...(schema.enum === undefined && schema.const === undefined
      ? []
      : [["not among its values", `${valid}-specline`] as const]),
  ];
}

/** The same for numbers. */
export function badNumbers(schema: Keywords): readonly (readonly [name: string, value: number])[] {
  const found: [string, number][] = [];
  const bound = (name: string, sign: 1 | -1, word: string) => {
    const value = schema[name];
    if (typeof value !== "number") return;
    const isExclusive = name.startsWith("exclusive");
    found.push([`${word} ${name}`, isExclusive ? value : value + sign]);
    if (!isExclusive) found.push([`at ${name}`, value]);
  };
  bound("minimum", -1, "below");
  bound("maximum", 1, "above");
  bound("exclusiveMinimum", -1, "at");
  bound("exclusiveMaximum", 1, "at");
  if (typeof schema.multipleOf === "number") {
    const least = typeof schema.minimum === "number" ? schema.minimum : 0;
    const { multipleOf } = schema;
    found.push(["no multiple of multipleOf", Math.ceil(least / multipleOf) * multipleOf + multipleOf / 2]);
  }
  if (Array.isArray(schema.enum) || schema.const !== undefined) {
    const values = [...((schema.enum as readonly JsonValue[] | undefined) ?? [schema.const ?? 0])].map(Number);
    found.push(["not among its values", Math.max(...values) + 1]);
  }
  if (typesOf(schema).includes("integer") && !typesOf(schema).includes("number")) found.push(["a fraction", 1.5]);
  found.push(["beyond 64 bits", 2 ** 63], ["1e30", 1e30], ["-1e30", -1e30]);
  return found;
}
