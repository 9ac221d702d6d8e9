import { isUtf8 } from "node:buffer";
import type { TSchema } from "@sinclair/typebox";
import { essenceOf, isJson, mostFitting } from "./media-type.js";
import { parseMultipart } from "./multipart.js";
import { decodeForm, type Pairs, parsePairs } from "./pairs.js";
import { fieldOf, fieldsOf, itemAt, mayBeList, type Resolve, scalar, typesOf } from "./parameter-value.js";
import { namesTaken, type Parameter, readParameter, type SchemaReading } from "./parameters.js";
import { forbiddenKey, hasForbiddenKey, type ParsedJson, parseJson } from "./parse-json.js";
import { type ProblemDetail, unsupportedMediaType } from "./problem.js";
import type { Reading } from "./reading.js";
import type { RequestHead } from "./request.js";

export interface BodyForm {
  /** Such as `application/json`. */
  readonly type: string;
  /** None: every body of this media type is accepted. */
  readonly schema?: TSchema;
  /** Properties of a multipart body that are files. */
  readonly files?: readonly string[];
  /** Bytes that a file has at least and at most. */
  readonly fileSizes?: Readonly<Record<string, FileSize>>;
  /** Properties of a form that are not written as the style `form` writes them, exploded. */
  readonly encoding?: Readonly<Record<string, Pick<Parameter, "style" | "explode">>>;
}

interface FileSize {
  readonly least?: number;
  readonly most?: number;
}

/** A body as it came, or what a parser of the application made of it before. */
export type RawBody =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "parsed"; readonly value: unknown };

export interface ReadBody {
  readonly form: BodyForm;
  /** `undefined` when it could not be read; the problems say why. */
  readonly value: unknown;
}

/** What is known where a body is read, and what is found to be wrong with it. */
export interface BodyReading extends SchemaReading {
  readonly problems: ProblemDetail[];
}

/** `undefined`: the request has no body. Unlike parameters, JSON is never converted: `"5"` is not a number in it. */
export function readBody(
  forms: readonly BodyForm[] | undefined,
  raw: RequestHead & { readonly body: RawBody | undefined },
  reading: BodyReading,
): ReadBody | Promise<ReadBody> | undefined {
  if (forms === undefined || raw.body === undefined) return undefined;
  const header = raw.headers["content-type"];
  const contentType = typeof header === "string" ? header : "";
  const type = essenceOf(contentType);
  const form = mostFitting(forms, contentType);
  if (form === undefined || !isReadable(contentType, raw)) throw unsupportedMediaType(forms.map((one) => one.type));
  const { body } = raw;
  if (body.kind === "parsed") {
    return { form, value: isForm(type) ? readParsedForm(body.value, form, reading.resolve) : body.value };
  }
  if (isJson(type)) return { form, value: readJson(body.bytes, reading) };
  if (type === "multipart/form-data") {
    return readMultipart(body.bytes, contentType, form, reading).then((value) => ({
      form,
      value: allowed(value, reading),
    }));
  }
  if (isForm(type)) {
    return { form, value: allowed(readForm(new TextDecoder().decode(body.bytes), form, reading), reading) };
  }
  if (type.startsWith("text/")) return { form, value: readText(body.bytes, reading) };
  // Bytes have no schema: `*/*` with one speaks of JSON, and of others only where it takes texts.
  const types = typesOf(form.schema, reading.resolve);
  if (types.size > 0 && !types.has("string")) throw unsupportedMediaType(forms.map((one) => one.type));
  return { form: { type: form.type }, value: body.bytes };
}

/** A form as an object, which has no key that JSON would be refused for. */
function allowed(value: unknown, { problems, hasProtoKey }: BodyReading): unknown {
  if (!hasForbiddenKey(value) || hasProtoKey()) return value;
  problems.push({ field: "body", message: forbiddenKey });
  return undefined;
}

/** Texts are UTF-8 (RFC 8259, 8.1, for JSON); compressed bodies are not taken. */
function isReadable(contentType: string, { headers }: RequestHead): boolean {
  const encoding = headers["content-encoding"] ?? "identity";
  if (!contentType.includes(";")) return encoding === "identity";
  const charset = /;\s*charset\s*=\s*"?([\w-]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? "utf-8";
  return ["utf-8", "utf8", "us-ascii"].includes(charset) && encoding === "identity";
}

function isForm(type: string): boolean {
  return type === "application/x-www-form-urlencoded";
}

function readJson(bytes: Uint8Array, { problems, hasProtoKey }: BodyReading): unknown {
  const text = utf8Text(bytes);
  const parsed = text === undefined ? { problem: "is not valid JSON" } : parseJson(text, hasProtoKey);
  if ("value" in parsed) return parsed.value;
  problems.push({ field: "body", message: parsed.problem });
  return undefined;
}

function readText(bytes: Uint8Array, { problems }: BodyReading): string | undefined {
  const text = utf8Text(bytes);
  if (text === undefined) problems.push({ field: "body", message: "is not UTF-8" });
  return text;
}

/** `undefined`: it is not UTF-8. */
function utf8Text(bytes: Uint8Array): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  // "Implementations that parse JSON texts MAY ignore the presence of a byte order mark" (RFC 8259, 8.1).
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

function readForm(text: string, form: BodyForm, reading: BodyReading): unknown {
  const { resolve, problems } = reading;
  const pairs = parsePairs(text, problems, "body");
  const value = Object.create(null) as Record<string, unknown>;
  const parameters = Object.entries(fieldsOf(form.schema, resolve)).map(([name, schema]) =>
    formParameter(name, schema as TSchema, form, resolve),
  );
  const taken = parameters.map((parameter) => namesTaken(parameter, resolve));
  const others = [...new Set(pairs.map(([key]) => key))].filter((key) => !taken.some((isTaken) => isTaken(key)));
  const unnamed = others.map((name) =>
    formParameter(name, fieldOf(form.schema, name, resolve) as TSchema, form, resolve),
  );
  for (const parameter of [...parameters, ...unnamed]) {
    const read = readField(parameter, pairs, reading);
    if (read.value !== undefined) value[parameter.name] = read.value;
    if (read.problem !== undefined) problems.push({ field: `body.${parameter.name}`, message: read.problem });
  }
  return value;
}

/**
 * Where no style is given, a list is written by repeating its name and an object as JSON: "for object - application/json" (OpenAPI
 * 3.0.3, Encoding Object, `contentType`, which holds where `style` does not).
 */
function formParameter(name: string, schema: TSchema, { encoding = {} }: BodyForm, resolve: Resolve): Parameter {
  const base = { name, schema, style: "form", explode: true } as const;
  if (Object.hasOwn(encoding, name)) return { ...base, ...encoding[name] };
  const types = typesOf(schema, resolve);
  return types.has("object") ? { ...base, json: types.size === 1 ? true : "or text" } : base;
}

function readField(parameter: Parameter, pairs: Pairs, reading: BodyReading): Reading {
  const { name, schema, style, explode } = parameter;
  const { resolve, hasProtoKey } = reading;
  if (style !== "form" || !explode || !isObject(itemAt(schema, 0, resolve), resolve)) {
    return readParameter(parameter, pairs, { ...reading, decode: decodeForm });
  }
  const items = pairs.filter(([key]) => key === name).map(([, text]) => parseJson(decodeForm(text), hasProtoKey));
  const list: unknown[] = [];
  for (const item of items) {
    if ("problem" in item) return item;
    list.push(item.value);
  }
  return list.length === 0 ? {} : { value: list };
}

function isObject(schema: unknown, resolve: Resolve): boolean {
  const types = typesOf(schema, resolve);
  return types.size === 1 && types.has("object");
}

/** A form that the application's own parser took apart: its texts become what the schema says. */
function readParsedForm(given: unknown, form: BodyForm, resolve: Resolve): unknown {
  if (typeof given !== "object" || given === null) return given;
  const properties = fieldsOf(form.schema, resolve);
  return Object.fromEntries(
    Object.entries(given).map(([name, one]) => {
      const schema = Object.hasOwn(properties, name) ? properties[name] : {};
      const isList = typesOf(schema, resolve).has("array");
      const convert = (text: unknown, index: number) =>
        typeof text === "string" ? scalar(text, isList ? itemAt(schema, index, resolve) : schema, resolve) : text;
      return [name, Array.isArray(one) ? one.map(convert) : convert(one, 0)];
    }),
  );
}

/** A multipart form: files are `File`s, objects are JSON, other parts are texts. */
async function readMultipart(
  bytes: Uint8Array,
  contentType: string,
  { schema, files = [], fileSizes = {} }: BodyForm,
  reading: BodyReading,
): Promise<unknown> {
  const { resolve, problems } = reading;
  const parts = await parseMultipart(bytes, contentType);
  if (parts === undefined) {
    problems.push({ field: "body", message: "is not a valid multipart form" });
    return undefined;
  }
  const properties = fieldsOf(schema, resolve);
  const value = Object.create(null) as Record<string, unknown>;
  for (const name of new Set(parts.keys())) {
    const own = Object.hasOwn(properties, name) ? properties[name] : {};
    const types = typesOf(own, resolve);
    const given = parts.getAll(name);
    const isFile = files.includes(name);
    // A file is described by no type.
    const isList = types.has("array") || (given.length > 1 && mayBeList(types) && !isFile);
    if (!isList && given.length > 1) {
      problems.push({ field: `body.${name}`, message: "must be given once" });
      continue;
    }
    const all = await Promise.all(
      given.map((part, index) =>
        isFile
          ? asFile(part, name, Object.hasOwn(fileSizes, name) ? fileSizes[name] : {})
          : asValue(part, isList ? itemAt(own, index, resolve) : own, reading),
      ),
    );
    const values: unknown[] = [];
    for (const one of all) {
      if ("value" in one) values.push(one.value);
      else problems.push({ field: `body.${name}`, message: one.problem });
    }
    if (values.length === all.length) value[name] = isList ? values : values[0];
  }
  return value;
}

type Part = string | File;

function asFile(part: Part, name: string, { least = 0, most = Infinity }: FileSize = {}): ParsedJson {
  const file = typeof part === "string" ? new File([part], name) : part;
  if (file.size < least) return { problem: `must not have less than ${least} bytes` };
  return file.size > most ? { problem: `must not have more than ${most} bytes` } : { value: file };
}

/** Objects and lists are JSON; what may be either is one where the schema accepts what the JSON stands for. */
async function asValue(part: Part, schema: unknown, { resolve, fits, hasProtoKey }: BodyReading): Promise<ParsedJson> {
  const text = typeof part === "string" ? part : await part.text();
  const types = [...typesOf(schema, resolve)];
  const structured = types.filter((type) => type === "object" || type === "array");
  if (structured.length > 0) {
    const parsed = parseJson(text, hasProtoKey);
    if (structured.length === types.length) return parsed;
    if ("value" in parsed && typeof parsed.value === "object" && fits(schema as TSchema, parsed.value)) return parsed;
  }
  return { value: scalar(text, schema, resolve) };
}
