// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 6d51479c3ea91cfb
import type { TSchema } from "@sinclair/typebox";
import { type BodyForm, type RawBody, readBody } from "./body.js";
import { resolver } from "./parameter-value.js";
import { decodeForm, type Pairs, type Parameter, parseCookies, parsePairs, readParameter } from "./parameters.js";
import { pathText } from "./path-text.js";
import { badRequest, type ProblemDetail } from "./problem.js";
import { byId, type Check, checkOf } from "./validation.js";

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
  /** @throws Problem 400 with every field that is wrong, or 415. */
  read(raw: RawRequest): Promise<Input>;
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
  const checks = new Map<BodyForm | undefined, Check>();
  return {
    takesBody: shape.body !== undefined,
    async read(raw) {
      const problems: ProblemDetail[] = [];
      const body = await readBody(shape.body, raw, resolve, problems);
      const input: Record<string, unknown> = {};
      for (const part of parts) {
        const parameters = shape[part];
        if (parameters === undefined) continue;
        const pairs = pairsOf(part, raw, problems);
        const values = Object.create(null) as Record<string, unknown>;
        for (const parameter of parameters) {
          const { value, problem } = readOne(parameter, part, raw, pairs);
          if (value !== undefined) values[parameter.name] = value;
          if (problem !== undefined) problems.push({ field: `${part}.${parameter.name}`, message: problem });
        }
        input[part] = values;
      }
      if (body !== undefined) input.body = body.value;
      let check = checks.get(body?.form);
      if (check === undefined) {
        check = checkOf(schemaOf(shape, body?.form), referenced);
        checks.set(body?.form, check);
      }
      const reported = new Set(problems.map(({ field }) => field));
      const details = [...problems, ...check(input).filter(({ field }) => !reported.has(field))].slice(0, 20);
      if (details.length > 0) throw badRequest(details);
      for (const part of parts) addDefaults(shape[part] ?? [], input[part] as Record<string, unknown>);
      return input as Input;
    },
  };

  /** After the check: what is required has to be sent, and what is not sent cannot be wrong. */
  function addDefaults(parameters: readonly Parameter[], values: Record<string, unknown>): void {
    for (const { name, schema } of parameters) {
      const { default: usual } = resolve(schema);
      if (usual !== undefined && !(name in values)) values[name] = usual;
    }
  }

  function readOne(given: Parameter, part: Part, raw: RequestHead, pairs: Pairs) {
    const isForm = part === "query" || part === "cookies";
    const parameter = { ...given, style: given.style ?? (isForm ? "form" : "simple") } as const;
    const explode = given.explode ?? parameter.style === "form";
    if (part === "query") return readParameter({ ...parameter, explode }, pairs, decodeForm, resolve);
    if (part === "cookies") return readParameter({ ...parameter, explode }, pairs, decodeSafely, resolve);
    const text = part === "path" ? own(raw.path, given.name) : own(raw.headers, given.name.toLowerCase());
    if (text === undefined) return {};
    const joined = typeof text === "string" ? text : text.join(",");
    const pair: Pairs = [[given.name, part === "path" ? pathText({ ...parameter, explode }, joined) : joined]];
    return readParameter({ ...parameter, explode }, pair, (value) => value, resolve);
  }
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
