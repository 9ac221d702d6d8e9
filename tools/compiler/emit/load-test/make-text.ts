import type { JsonValue } from "../../model/json-value";
import type { KeywordSchema } from "../../model/schema";
import type { ColumnHint } from "./column-hints";
import { textForPattern } from "./pattern-text";
import type { Made, TextPart, Value } from "./value";

const lower = "0123456789abcdefghijklmnopqrstuvwxyz";
const unique: TextPart = { kind: "unique", alphabet: lower, length: 10 };

/** A string for a schema: its example if it may be sent twice, else by its format, else by its pattern, else words of a fitting length. */
export function makeText(
  schema: KeywordSchema,
  name: string,
  hint: ColumnHint | undefined,
  example?: JsonValue,
  mayRepeat = false,
): Made<Value> {
  const isUnique = hint?.isUnique ?? (isUniqueByName(name, schema) && !(mayRepeat && example !== undefined));
  if (!isUnique && typeof example === "string" && fitsColumn(example, hint))
    return { made: { kind: "fixed", value: example } };
  const parts = partsFor(schema, name, hint, isUnique);
  if (parts === undefined) return { reason: `no text is known for the pattern ${schema.pattern ?? hint?.pattern}` };
  return { made: isUnique ? { kind: "unique-text", parts } : { kind: "fixed", value: settle(parts) } };
}

/** Where no table is known: names of properties that are hardly ever shared by two rows. */
function isUniqueByName(name: string, schema: KeywordSchema): boolean {
  return schema.format === "email" || /^(e-?mail|sku|slug|code|username|user_?name|login|handle|isbn|ean)$/i.test(name);
}

function fitsColumn(text: string, { maxLength = Infinity, pattern }: Partial<ColumnHint> = {}): boolean {
  if ([...text].length > maxLength) return false;
  if (pattern === undefined) return true;
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    // PostgreSQL's expressions are not those of JavaScript.
    return false;
  }
}

function partsFor(
  schema: KeywordSchema,
  name: string,
  hint: ColumnHint | undefined,
  isUnique: boolean,
): readonly TextPart[] | undefined {
  const minLength = schema.minLength ?? 0;
  const maxLength = Math.min(schema.maxLength ?? 200, hint?.maxLength ?? 200);
  const formatted = schema.format === undefined ? undefined : formats.get(schema.format);
  if (formatted !== undefined) return formatted;
  const pattern = schema.pattern ?? hint?.pattern;
  if (pattern !== undefined) return textForPattern(pattern, minLength, maxLength);
  const word = name.replace(/[^A-Za-z0-9]+/g, " ").trim() || "text";
  const length = Math.max(0, Math.min(maxLength, Math.max(minLength, isUnique ? 11 + word.length : word.length)));
  if (isUnique && length >= 1) {
    const uniqueLength = Math.min(10, length);
    const rest = length - uniqueLength;
    const before = rest === 0 ? "" : `${word.slice(0, rest - 1).padEnd(rest - 1, "x")} `;
    return [
      { kind: "literal", text: before },
      { kind: "unique", alphabet: lower, length: uniqueLength },
    ];
  }
  return [{ kind: "literal", text: word.padEnd(length, "x").slice(0, length) }];
}

/** A map: a description may call a format `constructor`. */
const formats: ReadonlyMap<string, readonly TextPart[]> = new Map(
  Object.entries({
    email: [{ kind: "literal", text: "load-" }, unique, { kind: "literal", text: "@example.com" }],
    uuid: [
      { kind: "literal", text: "00000000-0000-4000-8000-" },
      { kind: "unique", alphabet: "0123456789abcdef", length: 12 },
    ],
    date: [{ kind: "literal", text: "2026-01-15" }],
    "date-time": [{ kind: "literal", text: "2026-01-15T12:00:00Z" }],
    time: [{ kind: "literal", text: "12:00:00Z" }],
    duration: [{ kind: "literal", text: "PT1H" }],
    uri: [{ kind: "literal", text: "https://example.com/" }, unique],
    url: [{ kind: "literal", text: "https://example.com/" }, unique],
    "uri-reference": [{ kind: "literal", text: "/" }, unique],
    hostname: [{ kind: "literal", text: "h" }, unique, { kind: "literal", text: ".example.com" }],
    ipv4: [{ kind: "literal", text: "192.0.2.1" }],
    ipv6: [{ kind: "literal", text: "2001:db8::1" }],
    byte: [{ kind: "literal", text: "bG9hZA==" }],
  } satisfies Readonly<Record<string, readonly TextPart[]>>),
);

/** The text with nothing left to fill in. */
export function settle(parts: readonly TextPart[]): string {
  return parts
    .map((part) => (part.kind === "literal" ? part.text : (part.alphabet[0] ?? "").repeat(part.length)))
    .join("");
}
