// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 5ee7a184c9e380ad
import type { TSchema } from "@sinclair/typebox";
import { deepPath, readDeepObject } from "./deep-object.js";
import type { Pairs } from "./pairs.js";
import { fieldOf, fieldsOf, isOpen, mayBeList, type Resolve, scalar, typesOf } from "./parameter-value.js";
import { forbiddenKey, hasForbiddenKey, parseJson } from "./parse-json.js";
import { listOf, type Reading, valueOfTexts } from "./reading.js";

/** How a parameter is written in a request: OpenAPI 3.1, "Parameter Object", `style` and `explode`. */
export interface Parameter {
  readonly name: string;
  readonly schema: TSchema;
  readonly required?: true;
  readonly style?: "simple" | "label" | "matrix" | "form" | "spaceDelimited" | "pipeDelimited" | "deepObject";
  readonly explode?: boolean;
  /** The value is a JSON text; `"or text"`: where that makes a value that the schema accepts, else it is a text. */
  readonly json?: true | "or text";
}

/** Whether a schema accepts a value. */
export type Fits = (schema: TSchema, value: unknown) => boolean;

/** What is known of a description where texts of its requests are read. */
export interface SchemaReading {
  readonly resolve: Resolve;
  readonly fits: Fits;
  /** Whether the description speaks of a property `__proto__`. */
  readonly hasProtoKey: () => boolean;
}

export interface ParameterReading extends SchemaReading {
  readonly decode: (text: string) => string;
  /** Whether a name belongs to another parameter, so that an object of any names does not have it. */
  readonly isOther?: (name: string) => boolean;
}

const separators = {
  form: ",",
  simple: ",",
  deepObject: ",",
  spaceDelimited: / |%20|\+/,
  pipeDelimited: /\||%7C/i,
};

/** Reads a parameter from pairs; no value: it is not there. Where a text may be read in several ways, the schema decides. */
export function readParameter(parameter: Parameter, pairs: Pairs, reading: ParameterReading): Reading {
  const read = readAny(parameter, pairs, reading);
  const isForbidden = typeof read.value === "object" && hasForbiddenKey(read.value) && !reading.hasProtoKey();
  return isForbidden ? { problem: forbiddenKey } : read;
}

function readAny(parameter: Parameter, pairs: Pairs, reading: ParameterReading): Reading {
  const { name, schema, json } = parameter;
  const { decode, resolve, fits } = reading;
  const types = typesOf(schema, resolve);
  const isObject = types.has("object") && !json;
  const object = isObject ? readObject(parameter, pairs, reading) : {};
  if (isObject && types.size === 1) return object;
  if (object.value !== undefined && fits(schema, object.value)) return object;
  if (parameter.style === "deepObject" && !json) {
    const deep = readDeepObject(name, schema, pairs, decode, resolve);
    if (deep.value !== undefined || deep.problem !== undefined) return deep;
  }
  const values = pairs.filter(([key]) => key === name).map(([, value]) => value);
  const [first] = values;
  if (first === undefined) return object;
  const isRepeated = isWrittenAgain(parameter, values.length);
  if (values.length > 1 && (json === true || !(isRepeated && mayBeList(types))))
    return { problem: "must be given once" };
  if (json === true || (json && values.length === 1)) {
    const parsed = parseJson(decode(first), reading.hasProtoKey);
    if (json === true || ("value" in parsed && fits(schema, parsed.value))) return parsed;
  }
  if (types.has("array") || values.length > 1) {
    const parts = isRepeated ? values : partsOf(first, parameter, decode, (texts) => isList(texts, parameter, reading));
    const list = listOf(parts.map(decode), schema, resolve);
    const mayBeText = [...types].some((type) => type !== "object" && type !== "array");
    if (!mayBeText || values.length > 1 || (parts.length > 1 && fits(schema, list))) return { value: list };
    const value = scalar(decode(first), schema, resolve);
    return { value: fits(schema, value) ? value : list };
  }
  return { value: scalar(decode(first), schema, resolve) };
}

/**
 * Whether each value of a list has the name before it. What `explode` means for `spaceDelimited` and `pipeDelimited` is not defined
 * (OpenAPI 3.1.1, Style Examples); clients write either.
 */
function isWrittenAgain({ style, explode }: Parameter, count: number): boolean {
  if (style === "spaceDelimited" || style === "pipeDelimited") return explode === true && count > 1;
  return (explode === true && style === "form") || style === "deepObject";
}

/** The names that a parameter takes from a query string or a form. */
export function namesTaken(
  { name, schema, style, explode, json }: Parameter,
  resolve: Resolve,
): (key: string) => boolean {
  const isObject = !json && typesOf(schema, resolve).has("object");
  if (style === "deepObject" && !json) return (key) => key === name || deepPath(name, key) !== undefined;
  if (isObject && style === "form" && explode) {
    const fields = fieldsOf(schema, resolve);
    return (key) => key === name || Object.hasOwn(fields, key);
  }
  return (key) => key === name;
}

function readObject(parameter: Parameter, pairs: Pairs, { decode, resolve, isOther }: ParameterReading): Reading {
  const { name, schema, style, explode } = parameter;
  const text = pairs.find(([key]) => key === name)?.[1];
  if (style === "deepObject") {
    const deep = readDeepObject(name, schema, pairs, decode, resolve);
    const isWhole = text !== undefined && deep.value === undefined && deep.problem === undefined;
    return isWhole ? { problem: `must be written as \`${name}[name]=value\`` } : deep;
  }
  if (style === "form" && explode) {
    const fields = fieldsOf(schema, resolve);
    const isOpenTo = isOpen(schema, resolve) ? (key: string) => isOther?.(key) === false : () => false;
    return objectOf(
      pairs.filter(([key]) => Object.hasOwn(fields, key) || isOpenTo(key)).map(([key, value]) => [key, decode(value)]),
      schema,
      resolve,
    );
  }
  if (text === undefined) return {};
  const parts = partsOf(text, parameter, decode, (texts) => texts.length % 2 === 0);
  const found: (readonly [string, string] | undefined)[] = explode
    ? wholeParts(parts, style).map(nameAndValue)
    : inTurn(parts);
  const given = found.flatMap((pair) => (pair === undefined ? [] : [[decode(pair[0]), decode(pair[1])] as const]));
  if (given.length < found.length) return { problem: "must be names, each with its value" };
  return objectOf(given, schema, resolve);
}

/** @param given names and their values, both decoded */
function objectOf(given: Pairs, schema: TSchema, resolve: Resolve): Reading {
  if (given.length === 0) return {};
  const value = Object.create(null) as Record<string, unknown>;
  for (const key of new Set(given.map(([name]) => name))) {
    const texts = given.filter(([name]) => name === key).map(([, text]) => text);
    const inner = valueOfTexts(texts, fieldOf(schema, key, resolve), resolve, key);
    if (inner.problem !== undefined) return inner;
    value[key] = inner.value;
  }
  return { value };
}

/** The style `label` puts a dot between names with their values, which may have dots themselves: `.a=1.5.b=2`. */
function wholeParts(parts: readonly string[], style: Parameter["style"]): readonly string[] {
  if (style !== "label") return parts;
  const whole: string[] = [];
  for (const part of parts) {
    if (part.includes("=") || whole.length === 0) whole.push(part);
    else whole.push(`${whole.pop()}.${part}`);
  }
  return whole;
}

/** `a=1`, and `=1` of the name "", which is one in JSON as well; `undefined`: it is not so. */
function nameAndValue(part: string): readonly [string, string] | undefined {
  const at = part.indexOf("=");
  return at >= 0 ? [part.slice(0, at), part.slice(at + 1)] : undefined;
}

/** `a,1,b,2`; the last is `undefined` where a value is missing. */
function inTurn(parts: readonly string[]): (readonly [string, string] | undefined)[] {
  return parts.flatMap((name, index) => {
    const value = parts[index + 1];
    return index % 2 === 0 ? [value === undefined ? undefined : ([name, value] as const)] : [];
  });
}

/**
 * A comma that is encoded separates nothing (RFC 6570, 3.2.8), but many clients of a query encode all of them: such a text is taken
 * apart where that alone makes sense of it.
 *
 * @returns texts that are still encoded
 */
function partsOf(
  text: string,
  parameter: Parameter,
  decode: (text: string) => string,
  isMeant: (texts: readonly string[]) => boolean,
): readonly string[] {
  const parts = split(text, parameter);
  if (parameter.style !== "form" || !/%2c/i.test(text) || text.includes(",") || isMeant(parts.map(decode)))
    return parts;
  const others = text.split(/%2c/i);
  return isMeant(others.map(decode)) ? others : parts;
}

function isList(texts: readonly string[], { schema }: Parameter, { fits, resolve }: ParameterReading): boolean {
  return fits(schema, listOf(texts, schema, resolve));
}

function split(text: string, { style = "form", explode }: Parameter): string[] {
  if (text === "") return [];
  if (style === "label") return text.split(explode ? "." : ",");
  if (style === "matrix") return text.split(explode ? ";" : ",");
  return text.split(separators[style]);
}
