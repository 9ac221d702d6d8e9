import type { TSchema } from "@sinclair/typebox";
import { fieldsOf, itemsOf, mayBeList, type Resolve, scalar, typesOf } from "./parameter-value.js";
import type { ProblemDetail } from "./problem.js";

/** How a parameter is written in a request: OpenAPI 3.1, "Parameter Object", `style` and `explode`. */
export interface Parameter {
  readonly name: string;
  readonly schema: TSchema;
  readonly required?: true;
  readonly style?: "simple" | "label" | "matrix" | "form" | "spaceDelimited" | "pipeDelimited" | "deepObject";
  readonly explode?: boolean;
  /** The value is a JSON text. */
  readonly json?: true;
}

/** Whether a schema accepts a value. */
export type Fits = (schema: TSchema, value: unknown) => boolean;

/** Name and still encoded value, in the order of the request. */
export type Pairs = readonly (readonly [name: string, value: string])[];

const separators = {
  form: ",",
  simple: ",",
  label: ",",
  matrix: ",",
  deepObject: ",",
  spaceDelimited: / |%20|\+/,
  pipeDelimited: /\||%7C/i,
};

export interface Reading {
  readonly value?: unknown;
  readonly problem?: string;
}

/**
 * Reads a parameter from pairs; `undefined`: it is not there.
 *
 * @param fits asked where a text may be read in several ways
 */
export function readParameter(
  parameter: Parameter,
  pairs: Pairs,
  decode: (text: string) => string,
  resolve: Resolve,
  fits: Fits,
): Reading {
  const { name, schema } = parameter;
  const types = typesOf(schema, resolve);
  const mayBeText = [...types].some((type) => type !== "object" && type !== "array");
  const object = types.has("object") && !parameter.json ? readObject(parameter, pairs, decode, resolve) : {};
  if (types.has("object") && types.size === 1 && !parameter.json) return object;
  if (object.problem !== undefined || (object.value !== undefined && fits(schema, object.value))) return object;
  const isDeep = parameter.style === "deepObject";
  const isElement = (key: string) => isDeep && key.startsWith(`${name}[`) && /^\[\d*\]$/.test(key.slice(name.length));
  const values = pairs.filter(([key]) => key === name || isElement(key)).map(([, value]) => value);
  const [first] = values;
  if (first === undefined) return object;
  if (parameter.json) return readJson(decode(first));
  // Of lists the style `deepObject` says nothing; clients write `name[]=a&name[]=b` or `name[0]=a`.
  const isRepeated = (parameter.explode && parameter.style === "form") || isDeep;
  if (values.length > 1 && !(isRepeated && mayBeList(types))) return { problem: "must be given once" };
  if (types.has("array") || values.length > 1) {
    const items = itemsOf(schema, resolve);
    const parts = isRepeated ? values : split(first, parameter);
    const list = parts.map((part) => scalar(decode(part), items, resolve));
    if (!mayBeText || values.length > 1 || (parts.length > 1 && fits(schema, list))) return { value: list };
    const value = scalar(decode(first), schema, resolve);
    return { value: fits(schema, value) ? value : list };
  }
  return { value: scalar(decode(first), schema, resolve) };
}

function readObject(parameter: Parameter, pairs: Pairs, decode: (text: string) => string, resolve: Resolve): Reading {
  const properties = fieldsOf(parameter.schema, resolve);
  const found: [string, string][] = [];
  if (parameter.style === "deepObject") {
    for (const [key, value] of pairs) {
      const match = /^([^[]+)\[([^\]]+)\]$/.exec(key);
      if (match?.[1] === parameter.name && match[2] !== undefined) found.push([match[2], value]);
    }
  } else if (parameter.explode && parameter.style === "form") {
    for (const [key, value] of pairs) if (Object.hasOwn(properties, key)) found.push([key, value]);
  } else if (parameter.explode) {
    const text = pairs.find(([key]) => key === parameter.name)?.[1] ?? "";
    for (const part of split(text, parameter)) {
      const at = part.indexOf("=");
      if (at > 0) found.push([decode(part.slice(0, at)), part.slice(at + 1)]);
    }
  } else {
    const text = pairs.find(([key]) => key === parameter.name)?.[1];
    const parts = text === undefined ? [] : split(text, parameter);
    for (let index = 0; index + 1 < parts.length; index += 2)
      found.push([decode(parts[index] ?? ""), parts[index + 1] ?? ""]);
  }
  if (found.length === 0) return {};
  const value = Object.create(null) as Record<string, unknown>;
  for (const key of new Set(found.map(([name]) => name))) {
    const schema = Object.hasOwn(properties, key) ? properties[key] : {};
    const texts = found.filter(([name]) => name === key).map(([, text]) => decode(text));
    const types = typesOf(schema, resolve);
    if (texts.length > 1 && !mayBeList(types)) return { problem: `has \`${key.slice(0, 80)}\` twice` };
    const isList = texts.length > 1 || types.has("array");
    const all = texts.map((text) => scalar(text, isList ? itemsOf(schema, resolve) : schema, resolve));
    value[key] = isList ? all : all[0];
  }
  return { value };
}

function split(text: string, parameter: Parameter): string[] {
  return text === "" ? [] : text.split(separators[parameter.style ?? "form"]);
}

function readJson(text: string): Reading {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { problem: "must be JSON" };
  }
}

/** The pairs of a query string or of a form, still encoded but for their names. */
export function parsePairs(text: string, problems: ProblemDetail[], place: string): Pairs {
  if (text === "") return [];
  const pairs: [string, string][] = [];
  for (const part of text.split("&", 1001)) {
    if (part === "") continue;
    if (pairs.length === 1000) problems.push({ field: place, message: "must not have more than 1000 values" });
    const at = part.indexOf("=");
    const [name, value] = at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
    try {
      decodeForm(value);
      pairs.push([decodeForm(name), value]);
    } catch {
      problems.push({ field: place, message: "is not percent-encoded correctly" });
    }
  }
  return pairs;
}

/** `application/x-www-form-urlencoded`: a plus sign is a space. */
export function decodeForm(text: string): string {
  return /[%+]/.test(text) ? decodeURIComponent(text.replaceAll("+", " ")) : text;
}

export function parseCookies(header: string | undefined): Pairs {
  return (header ?? "").split(";").flatMap((part): [string, string][] => {
    const at = part.indexOf("=");
    return at < 0 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).trim()]];
  });
}
