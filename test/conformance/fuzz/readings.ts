import type { JsonValue } from "../../../tools/compiler/model/json-value";
import type { SchemasByName } from "../../../tools/compiler/model/properties-of";
import type { Schema } from "../../../tools/compiler/model/schema";
import type { Text } from "./write-parameter";

export type Shape = "string" | "scalar" | "null" | "list" | "object";

/** More readings than these are not looked at. */
const limit = 4096;

/** What a value of the schema may look like, by all types that it speaks of. */
export function shapesOf(schema: Schema | undefined, schemas: SchemasByName, depth = 0): ReadonlySet<Shape> {
  if (schema === undefined || schema.kind === "boolean" || depth > 8) return new Set(["string"]);
  if (schema.kind === "ref") return shapesOf(schemas.get(schema.to), schemas, depth + 1);
  if (schema.types !== undefined) return new Set(schema.types.map(shapeOfType));
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  if (branches.length === 0) return new Set([schema.properties === undefined ? "string" : "object"]);
  return new Set(branches.flatMap((branch) => [...shapesOf(branch, schemas, depth + 1)]));
}

function shapeOfType(type: string): Shape {
  if (type === "array") return "list";
  return type === "object" || type === "string" || type === "null" ? type : "scalar";
}

/** The texts in a shape that the schema speaks of: what is written like one of another shape would mean something else. */
export function fittingTexts(text: Text | undefined, shapes: ReadonlySet<Shape>): Text | undefined {
  if (text === undefined) return undefined;
  if (typeof text !== "string") return shapes.has(isList(text) ? "list" : "object") ? text : undefined;
  if (shapes.has("string") || shapes.has("scalar") || (text === "" && shapes.has("null"))) return text;
  return shapes.has("list") ? [text] : undefined;
}

/**
 * Every value that a text may stand for: a text has no type, so it is the text itself, and the number or the truth value
 * that is spelled like it, and a list of it; no text is null where it cannot be a string. A parameter is right when its schema
 * accepts one of them.
 */
export function readingsOf(text: Text, shapes: ReadonlySet<Shape>): readonly JsonValue[] {
  if (typeof text === "string") {
    const one = readingsOfOne(text);
    const none = text === "" && shapes.has("null") && !shapes.has("string") ? [null] : [];
    return [...one, ...none, ...(shapes.has("list") ? one.map((value) => [value]) : [])];
  }
  if (isList(text)) {
    const [first, ...others] = text;
    const isOne = first !== undefined && others.length === 0 && (shapes.has("string") || shapes.has("scalar"));
    return [...products(text.map(readingsOfOne)), ...(isOne ? readingsOfOne(first) : [])];
  }
  const names = Object.keys(text);
  return products(Object.values(text).map(readingsOfOne)).map((values) =>
    Object.fromEntries(names.map((name, index) => [name, values[index] as JsonValue])),
  );
}

/** Numbers as JSON writes them (RFC 8259, 6). */
function readingsOfOne(text: string): readonly JsonValue[] {
  const readings: JsonValue[] = [text];
  if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text)))
    readings.push(Number(text));
  if (text === "true" || text === "false") readings.push(text === "true");
  return readings;
}

function products(lists: readonly (readonly JsonValue[])[]): readonly (readonly JsonValue[])[] {
  let found: (readonly JsonValue[])[] = [[]];
  for (const list of lists) found = found.flatMap((one) => list.map((value) => [...one, value])).slice(0, limit);
  return found;
}

function isList(value: Text): value is readonly string[] {
  return Array.isArray(value);
}
