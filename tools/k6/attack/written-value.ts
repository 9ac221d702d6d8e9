import type { JsonValue } from "../../report/json";

/** A name and its text in a form or a query, not encoded. */
export type Field = readonly [name: string, text: string];

/** How a value is written (OpenAPI 3.1.1, Style Values). */
export interface FieldStyle {
  readonly style: string;
  readonly explode: boolean;
  /** Objects are JSON texts: what forms do with those for which no style is given (OpenAPI 3.0.3, Encoding Object, `contentType`). */
  readonly isJson?: boolean;
}

export const plainField: FieldStyle = { style: "form", explode: true, isJson: true };

const separators: Readonly<Record<string, string>> = { spaceDelimited: " ", pipeDelimited: "|" };

export function separatorOf({ style }: FieldStyle): string {
  return separators[style] ?? ",";
}

/** A value as the fields that clients write for it; what is null is left out, as are empty lists. */
export function writeField(name: string, value: JsonValue, style: FieldStyle): readonly Field[] {
  if (value === null) return [];
  if (style.style === "deepObject") return deepFields(name, value);
  if (Array.isArray(value)) {
    const items: readonly JsonValue[] = value;
    if (style.explode) return items.flatMap((item) => partFields(name, item));
    return items.length === 0 ? [] : [[name, items.map(textOf).join(separatorOf(style))]];
  }
  if (typeof value !== "object" || style.isJson === true) return partFields(name, value);
  const entries = Object.entries(value as Readonly<Record<string, JsonValue>>);
  if (style.explode) return entries.flatMap(([inner, one]) => partFields(inner, one));
  return [[name, entries.flatMap(([inner, one]) => [inner, textOf(one)]).join(separatorOf(style))]];
}

/** `a[b][c]=1&a[d][0]=2`: how clients write what the style leaves open. */
function deepFields(name: string, value: JsonValue): readonly Field[] {
  if (Array.isArray(value))
    return (value as readonly JsonValue[]).flatMap((item, index) => deepFields(`${name}[${index}]`, item));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([inner, one]) => deepFields(`${name}[${inner}]`, one as JsonValue));
  return partFields(name, value);
}

function partFields(name: string, value: JsonValue): readonly Field[] {
  return value === null ? [] : [[name, textOf(value)]];
}

/** Lists and objects are JSON; numbers are digits, where JavaScript would write an exponent or the nearest double. */
export function textOf(value: JsonValue): string {
  if (value === 2 ** 63) return "9223372036854775808";
  if (typeof value === "number") return String(value).replace("e+", "e");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

/** `application/x-www-form-urlencoded`, as a query has it too. */
export function encodeFields(fields: readonly Field[]): string {
  return fields.map((field) => field.map((text) => encodeURIComponent(wellFormed(text))).join("=")).join("&");
}

/** `undefined`: it is not percent-encoded correctly. */
export function decodeFields(text: string): readonly Field[] | undefined {
  try {
    return text
      .split("&")
      .filter((pair) => pair !== "")
      .map((pair): Field => {
        const at = pair.indexOf("=");
        const decoded = (part: string) => decodeURIComponent(part.replaceAll("+", " "));
        return at < 0 ? [decoded(pair), ""] : [decoded(pair.slice(0, at)), decoded(pair.slice(at + 1))];
      });
  } catch {
    return undefined;
  }
}

export function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udfff]/gu, "\ufffd");
}
