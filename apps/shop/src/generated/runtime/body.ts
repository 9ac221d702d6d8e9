// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: ae863350e7051e43
import { isUtf8 } from "node:buffer";
import type { TSchema } from "@sinclair/typebox";
import { essenceOf, isJson, matchesRange } from "./media-type.js";
import { fieldsOf, itemsOf, mayBeList, type Resolve, scalar, typesOf } from "./parameter-value.js";
import { decodeForm, type Fits, type Parameter, parsePairs, readParameter } from "./parameters.js";
import { type ProblemDetail, unsupportedMediaType } from "./problem.js";
import type { RequestHead } from "./request.js";

export interface BodyForm {
  /** Such as `application/json`. */
  readonly type: string;
  /** None: every body of this media type is accepted. */
  readonly schema?: TSchema;
  /** Properties of a multipart body that are files. */
  readonly files?: readonly string[];
  /** Properties of a form that are not written as the style `form` writes them, exploded. */
  readonly encoding?: Readonly<Record<string, Pick<Parameter, "style" | "explode">>>;
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
export interface BodyReading {
  readonly resolve: Resolve;
  readonly fits: Fits;
  readonly problems: ProblemDetail[];
  /** Whether the description speaks of a property `__proto__`. */
  readonly hasProtoKey: () => boolean;
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
  const form = forms.find((one) => matchesRange(one.type, type));
  if (form === undefined || !isReadable(contentType, raw)) throw unsupportedMediaType(forms.map((one) => one.type));
  const { body } = raw;
  if (body.kind === "parsed") {
    return { form, value: isForm(type) ? readParsedForm(body.value, form, reading.resolve) : body.value };
  }
  if (isJson(type)) return { form, value: readJson(body.bytes, reading) };
  if (type === "multipart/form-data") {
    return readMultipart(body.bytes, contentType, form, reading).then((value) => ({ form, value }));
  }
  if (isForm(type)) return { form, value: readForm(new TextDecoder().decode(body.bytes), form, reading) };
  return { form, value: type.startsWith("text/") ? new TextDecoder().decode(body.bytes) : body.bytes };
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

function readJson(body: Uint8Array, { problems, hasProtoKey }: BodyReading): unknown {
  try {
    const text = utf8Text(body);
    // JSON.parse makes a plain property of such a key, but merging the value could change the prototype of the target. It may
    // be spelled with escapes of ASCII characters, which no serializer writes.
    const mayHaveProto = /__proto__|\\u00[4-7]/.test(text);
    return JSON.parse(text, mayHaveProto && !hasProtoKey() ? refuseProto : undefined);
  } catch (error) {
    const isRefused = error instanceof ForbiddenKey;
    problems.push({ field: "body", message: isRefused ? "must not have the key `__proto__`" : "is not valid JSON" });
    return undefined;
  }
}

/** @throws Error when it is not UTF-8 */
function utf8Text(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new Error("not UTF-8");
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  // "Implementations that parse JSON texts MAY ignore the presence of a byte order mark" (RFC 8259, 8.1).
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

class ForbiddenKey extends Error {}

function refuseProto(key: string, value: unknown): unknown {
  if (key === "__proto__") throw new ForbiddenKey();
  return value;
}

function readForm(text: string, form: BodyForm, { resolve, fits, problems }: BodyReading): unknown {
  const pairs = parsePairs(text, problems, "body");
  const value = Object.create(null) as Record<string, unknown>;
  const properties = fieldsOf(form.schema, resolve);
  const { encoding = {} } = form;
  const deep = Object.keys(encoding).filter((name) => encoding[name]?.style === "deepObject");
  // What goes deeper than the style says is a field of its own, so that it is refused or kept, and not lost.
  const isPart = (key: string) =>
    deep.some((name) => key.startsWith(`${name}[`) && /^\[[^[\]]*\]$/.test(key.slice(name.length)));
  const given = pairs.map(([key]) => key).filter((key) => !isPart(key));
  for (const name of new Set([...Object.keys(properties), ...given])) {
    const schema = (Object.hasOwn(properties, name) ? properties[name] : {}) as TSchema;
    const written = Object.hasOwn(encoding, name) ? encoding[name] : undefined;
    const parameter: Parameter = { name, schema, style: "form", explode: true, ...written };
    const reading = readParameter(parameter, pairs, decodeForm, resolve, fits);
    if (reading.value !== undefined) value[name] = reading.value;
    if (reading.problem !== undefined) problems.push({ field: `body.${name}`, message: reading.problem });
  }
  return value;
}

/** A form that the application's own parser took apart: its texts become what the schema says. */
function readParsedForm(given: unknown, form: BodyForm, resolve: Resolve): unknown {
  if (typeof given !== "object" || given === null) return given;
  const properties = fieldsOf(form.schema, resolve);
  return Object.fromEntries(
    Object.entries(given).map(([name, one]) => {
      const schema = Object.hasOwn(properties, name) ? properties[name] : {};
      const items = typesOf(schema, resolve).has("array") ? itemsOf(schema, resolve) : schema;
      const convert = (text: unknown) => (typeof text === "string" ? scalar(text, items, resolve) : text);
      return [name, Array.isArray(one) ? one.map(convert) : convert(one)];
    }),
  );
}

/** A multipart form (RFC 7578), read by Node: files are `File`s, objects are JSON, other parts are texts. */
async function readMultipart(
  bytes: Uint8Array,
  contentType: string,
  { schema, files = [] }: BodyForm,
  { resolve, problems }: BodyReading,
): Promise<unknown> {
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
    const count = parts.getAll(name).length;
    const isList = types.has("array") || (count > 1 && mayBeList(types));
    const read = files.includes(name)
      ? asFile
      : (part: Part) => asValue(part, isList ? itemsOf(own, resolve) : own, resolve);
    const all = await Promise.all(parts.getAll(name).map((part) => read(part, name)));
    if (all.includes(unreadable)) problems.push({ field: `body.${name}`, message: "is not valid JSON" });
    else if (isList) value[name] = all;
    else if (count > 1) problems.push({ field: `body.${name}`, message: "must be given once" });
    else value[name] = all[0];
  }
  return value;
}

type Part = string | File;

async function parseMultipart(bytes: Uint8Array, contentType: string): Promise<FormData | undefined> {
  try {
    return await new Response(Buffer.from(bytes), { headers: { "content-type": contentType } }).formData();
  } catch {
    return undefined;
  }
}

function asFile(part: Part, name: string): File {
  return typeof part === "string" ? new File([part], name) : part;
}

const unreadable = Symbol("unreadable");

async function asValue(part: Part, schema: unknown, resolve: Resolve): Promise<unknown> {
  const text = typeof part === "string" ? part : await part.text();
  const types = typesOf(schema, resolve);
  if (!types.has("object") && !types.has("array")) return scalar(text, schema, resolve);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return unreadable;
  }
}
