// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 094a3eb0f3447128
import type { TSchema } from "@sinclair/typebox";
import { type BodyForm, type RawBody, type ReadBody, readBody } from "./body.js";
import { namesInherited, ownProperties } from "./own-properties.js";
import { decodeForm, type Pairs, parseCookies, parsePairs } from "./pairs.js";
import { resolver, typesOf } from "./parameter-value.js";
import { type Fits, namesTaken, type Parameter, readParameter } from "./parameters.js";
import { hasPrefix, pathText } from "./path-text.js";
import { badRequest, type ProblemDetail } from "./problem.js";
import type { Reading } from "./reading.js";
import { byId } from "./rewriting.js";
import { type Check, checkOf, fitOf } from "./validation.js";

/** What an operation takes, as JSON Schema; only the parts that it has. */
export interface RequestShape {
  readonly path?: readonly Parameter[];
  readonly query?: readonly Parameter[];
  readonly headers?: readonly Parameter[];
  readonly cookies?: readonly Parameter[];
  /** The bodies that it accepts, by media type. */
  readonly body?: readonly BodyForm[];
  readonly optionalBody?: true;
}

/** The part of a request that comes before its body. */
export interface RequestHead {
  /** Decoded path parameters. */
  readonly path: Readonly<Record<string, string | undefined>>;
  /** Path parameters as they were sent, where `needsSentPath` asks for them: a comma that is encoded separates nothing. */
  readonly sentPath?: Readonly<Record<string, string>>;
  /** After the `?`, still encoded. */
  readonly queryString: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** A request as every framework has it. */
export interface RawRequest extends RequestHead {
  readonly body: RawBody | undefined;
}

export interface RequestReader<Input> {
  /** Whether the operation has a body that has to be read. */
  readonly takesBody: boolean;
  /** Whether some path parameter has to be taken apart, which is too late once routers have decoded it. */
  readonly needsSentPath: boolean;
  /** Only some bodies take time to be read. @throws Problem 400 with every field that is wrong, or 415. */
  read(raw: RawRequest): Input | Promise<Input>;
}

type Part = "path" | "query" | "headers" | "cookies";
const parts: readonly Part[] = ["path", "query", "headers", "cookies"];

/**
 * Reads the parameters and the body of a request, and checks all of them at once.
 *
 * @param referenced every schema that the shape refers to by `$ref`, directly or not
 */
export function request<Input>(shape: RequestShape, referenced: readonly TSchema[] = []): RequestReader<Input> {
  const resolve = resolver(byId(referenced));
  const fits: Fits = (schema, value) => fitOf(schema, referenced)(value);
  const checks = new Map<BodyForm | undefined, Check>();
  let isProtoKnown: boolean | undefined;
  let isInheritedNamed: boolean | undefined;
  const hasProtoKey = () => {
    isProtoKnown ??= JSON.stringify([shape, referenced]).includes('"__proto__"');
    return isProtoKnown;
  };
  const taken = parts.flatMap((part) => {
    const parameters = shape[part];
    return parameters === undefined ? [] : [{ part, parameters: parameters.map((one) => withStyle(one, part)) }];
  });
  return {
    takesBody: shape.body !== undefined,
    needsSentPath: (shape.path ?? []).some(isTakenApart),
    read(raw) {
      const problems: ProblemDetail[] = [];
      const body = readBody(shape.body, raw, { resolve, fits, problems, hasProtoKey });
      return body instanceof Promise ? body.then((read) => inputOf(raw, read, problems)) : inputOf(raw, body, problems);
    },
  };

  function inputOf(raw: RawRequest, body: ReadBody | undefined, problems: ProblemDetail[]): Input {
    const input: Record<string, unknown> = {};
    for (const { part, parameters } of taken) {
      const pairs = pairsOf(part, raw, problems);
      const values = Object.create(null) as Record<string, unknown>;
      for (const parameter of parameters) {
        const isOther = (name: string) => parameters.some((one) => one !== parameter && namesTaken(one, resolve)(name));
        const { value, problem } = readOne(parameter, part, raw, pairs, isOther);
        if (value !== undefined) values[parameter.name] = value;
        if (problem !== undefined) problems.push({ field: `${part}.${parameter.name}`, message: problem });
      }
      input[part] = values;
    }
    if (body !== undefined) {
      isInheritedNamed ??= namesInherited([shape.body, referenced]);
      input.body = isInheritedNamed ? ownProperties(body.value) : body.value;
    }
    let check = checks.get(body?.form);
    if (check === undefined) {
      check = checkOf(schemaOf(shape, body?.form), referenced);
      checks.set(body?.form, check);
    }
    const faults = check(input);
    if (problems.length + faults.length > 0) {
      const reported = new Set(problems.map(({ field }) => field));
      throw badRequest([...problems, ...faults.filter(({ field }) => !reported.has(field))].slice(0, 20));
    }
    for (const { part, parameters } of taken) addDefaults(parameters, input[part] as Record<string, unknown>);
    return input as Input;
  }

  /** After the check: what is required has to be sent, and what is not sent cannot be wrong. */
  function addDefaults(parameters: readonly Parameter[], values: Record<string, unknown>): void {
    for (const { name, schema } of parameters) {
      const { default: usual } = resolve(schema);
      if (usual !== undefined && !(name in values)) values[name] = usual;
    }
  }

  function readOne(
    parameter: Parameter,
    part: Part,
    raw: RequestHead,
    pairs: Pairs,
    isOther: (name: string) => boolean,
  ): Reading {
    const read = (given: Pairs, decode: (text: string) => string) =>
      readParameter(parameter, given, { resolve, fits, hasProtoKey, decode, isOther });
    if (part === "query") return read(pairs, decodeForm);
    if (part === "cookies") return read(pairs, decodeSafely);
    const { name } = parameter;
    if (part === "path") {
      const sent = isTakenApart(parameter) ? raw.sentPath?.[name] : undefined;
      const text = sent ?? own(raw.path, name);
      if (text === undefined) return {};
      const inner = pathText(parameter, text, kindOf(parameter));
      if (inner === undefined)
        return { problem: `must be written as ${parameter.style === "label" ? "`.value`" : `\`;${name}=value\``}` };
      return read([[name, inner]], sent === undefined ? (value) => value : decodeSafely);
    }
    const text = own(raw.headers, name.toLowerCase());
    if (text === undefined) return {};
    const joined = typeof text === "string" ? text : text.join(",");
    // Around the commas of a list "OWS" may stand (RFC 9110, 5.6.1), which Node adds where it joins lines of one name.
    return read([[name, joined]], (value) => value.trim());
  }

  function isTakenApart(parameter: Parameter): boolean {
    return hasPrefix(parameter) || kindOf(parameter) !== "value";
  }

  function kindOf({ schema, json }: Parameter): "value" | "list" | "object" {
    const types = typesOf(schema, resolve);
    if (json !== undefined) return "value";
    return types.has("array") ? "list" : types.has("object") ? "object" : "value";
  }
}

/** What a parameter is written like where nothing is said (OpenAPI 3.1, Parameter Object, `style` and `explode`). */
function withStyle(parameter: Parameter, part: Part): Parameter {
  const { style = part === "query" || part === "cookies" ? "form" : "simple" } = parameter;
  return { ...parameter, style, explode: parameter.explode ?? style === "form" };
}

/** A parameter may be called `constructor`, which every object has from its prototype. */
function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function pairsOf(part: Part, raw: RequestHead, problems: ProblemDetail[]): Pairs {
  if (part === "query") return parsePairs(raw.queryString, problems, "query");
  const { cookie } = raw.headers;
  return part === "cookies" ? parseCookies(typeof cookie === "string" ? cookie : cookie?.join(";")) : [];
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** One schema for the whole request, so that one pass finds everything that is wrong. */
function schemaOf(shape: RequestShape, form: BodyForm | undefined): TSchema {
  const properties: Record<string, unknown> = {};
  const required: string[] = [];
  for (const part of parts) {
    const parameters = shape[part];
    if (parameters === undefined) continue;
    required.push(part);
    properties[part] = {
      type: "object",
      properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
      required: parameters.filter((parameter) => part === "path" || parameter.required).map(({ name }) => name),
    };
  }
  if (form?.schema !== undefined) properties.body = form.schema;
  if (shape.body !== undefined && !shape.optionalBody) required.push("body");
  return { type: "object", properties, required } as unknown as TSchema;
}
