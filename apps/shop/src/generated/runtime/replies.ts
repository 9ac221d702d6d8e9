// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: bb04e016414a166c
import { validateHeaderName, validateHeaderValue } from "node:http";
import { Readable } from "node:stream";
import type { TSchema } from "@sinclair/typebox";
import type { ErrorForm } from "./error-form.js";
import { fitProblem } from "./fit-problem.js";
import type { AnyReply } from "./handler.js";
import { accepts, essenceOf, isJson, mostFitting } from "./media-type.js";
import type { Outgoing } from "./outgoing.js";
import { resolver } from "./parameter-value.js";
import { type ParameterReading, readParameter } from "./parameters.js";
import { notAcceptable, Problem } from "./problem.js";
import type { Log } from "./request-state.js";
import { byId } from "./rewriting.js";
import { type Strip, stripOf } from "./strip.js";
import { type Check, checkOf, fitOf } from "./validation.js";

/** What is done about a reply that breaks the description: nothing, a line in the log, or a 500 instead of it. */
export type ReplyCheck = "off" | "log" | "enforce";

export interface ReplyForm {
  /** Media type, such as `application/json`. */
  readonly type: string;
  readonly schema?: TSchema;
}

export interface ReplyHeader {
  readonly name: string;
  readonly required?: true;
  readonly schema: TSchema;
  /** Of objects: `a=1,b=2` instead of `a,1,b,2`. */
  readonly explode?: true;
  /** The value is a JSON text. */
  readonly json?: true;
}

/** What is answered with these statuses. */
export interface ReplyShape {
  /** `200`, `"4XX"` or `"default"`. */
  readonly status: readonly (number | string)[];
  /** None: the reply has no body. */
  readonly content?: readonly ReplyForm[];
  readonly headers?: readonly ReplyHeader[];
}

export interface WriteOptions {
  readonly accept: string | undefined;
  readonly check: ReplyCheck;
  readonly log: Log;
}

export interface Replies {
  /** @throws Problem 406 when the client takes none of the types that a success has */
  refuseUnacceptable(accept: string | undefined): void;
  /** What is sent of a handler's reply: of a closed schema, only what it knows. */
  write(reply: AnyReply, options: WriteOptions): Outgoing;
  /** An error in the form that the description gives it, else in that of the service. */
  writeProblem(problem: Problem, requestId: string, form: ErrorForm): Outgoing;
}

interface Parts {
  readonly strip: Strip | undefined;
  readonly check: Check;
}

/** What is made of a schema for all operations that answer with it. */
const parts = new WeakMap<TSchema, Parts>();

export function replies(shapes: readonly ReplyShape[], referenced: readonly TSchema[]): Replies {
  const resolve = resolver(byId(referenced));
  const reading: ParameterReading = {
    resolve,
    fits: (schema, value) => fitOf(schema, referenced)(value),
    hasProtoKey: () => true,
    decode: (text) => text.trim(),
  };
  const success = shapes.filter(({ status }) => status.some((one) => /^[12]/.test(String(one))));
  const types = success.flatMap(({ content = [] }) => content.map(({ type }) => type));
  const byStatus = new Map(
    [...shapes].reverse().flatMap((shape) => shape.status.map((one) => [String(one), shape] as const)),
  );
  const mayBeEmpty = success.some(({ content = [] }) => content.length === 0);

  return {
    refuseUnacceptable(accept) {
      if (accept === undefined || accept === "*/*" || types.length === 0 || mayBeEmpty) return;
      if (!types.includes(accept) && !types.some((type) => accepts(accept, type)))
        throw notAcceptable([...new Set(types)]);
    },

    write(reply, { accept, check, log }) {
      const shape = shapeOf(reply.status);
      const headers = lowerCase(reply.headers);
      const form = formOf(shape?.content ?? [], reply.contentType ?? headers["content-type"], accept, reply.body);
      const type = headers["content-type"] ?? reply.contentType ?? contentType(form, reply.body);
      refuseUnsendable(reply.status, headers);
      const isBodiless = bodiless.includes(reply.status);
      const outgoing = isBodiless ? { body: undefined, faults: () => [] } : bodyOf(reply.body, form, type);
      if (check !== "off") {
        const faults = [...headerFaults(shape, headers), ...outgoing.faults()];
        // An operation of which no reply is described may answer whatever it likes.
        if (shape === undefined && shapes.length > 0) faults.unshift(`the description has no reply ${reply.status}`);
        else if (shape !== undefined && !isBodiless && reply.body !== undefined && form === undefined) {
          faults.unshift(`the description has no body of type ${essenceOf(type)} for ${reply.status}`);
        }
        if (faults.length > 0) {
          log.error({ status: reply.status, faults }, "the reply breaks the description");
          if (check === "enforce") throw new Problem(500, "internal_error", "The reply breaks the description.");
        }
      }
      if (isBodiless) delete headers["content-type"];
      else if (reply.body !== undefined) headers["content-type"] = withCharset(type);
      return { status: reply.status, headers, body: outgoing.body };
    },

    writeProblem(problem, requestId, form) {
      const { status } = problem;
      const { content = [] } = shapeOf(status) ?? {};
      const own =
        content.find(({ type }) => form.contentType.startsWith(type)) ?? content.find(({ type }) => isJson(type));
      const usual = form.render(problem, requestId);
      const base = { status, headers: { ...problem.headers, "content-type": form.contentType } };
      const text = own === undefined ? content.map(({ type }) => essenceOf(type)).find(isReadable) : undefined;
      if (text !== undefined) {
        const headers = { ...problem.headers, "content-type": `${text}; charset=utf-8` };
        return { status, headers, body: text === "text/html" ? escapeHtml(problem.message) : problem.message };
      }
      if (own?.schema === undefined) return { ...base, body: JSON.stringify(usual) };
      const { check } = partsOf(own.schema);
      const fitted = check(usual).length === 0 ? usual : fitProblem(own.schema, { problem, requestId }, resolve, check);
      if (fitted === undefined) return { ...base, body: JSON.stringify(usual) };
      const headers = { ...problem.headers, "content-type": withCharset(contentType(own, fitted)) };
      return { status, headers, body: JSON.stringify(fitted) };
    },
  };

  /** An exact status, else its range, else the default (OpenAPI 3.1, Responses Object). */
  function shapeOf(status: number): ReplyShape | undefined {
    const exact = String(status);
    return byStatus.get(exact) ?? byStatus.get(`${exact.charAt(0)}XX`) ?? byStatus.get("default");
  }

  function partsOf(schema: TSchema): Parts {
    const known = parts.get(schema);
    if (known !== undefined) return known;
    const made = { strip: stripOf(schema, resolve, referenced), check: checkOf(schema, referenced) };
    parts.set(schema, made);
    return made;
  }

  function bodyOf(given: unknown, form: ReplyForm | undefined, type: string) {
    const isText = !isJson(type) && type !== "*/*";
    if (given === undefined || isText) {
      const data = typeof given === "number" || typeof given === "boolean" ? String(given) : given;
      if (data !== undefined && !isData(data))
        throw new TypeError(`a body of type ${type} is a text, bytes or a stream`);
      const isMissing = data === undefined && form !== undefined;
      return { body: data as Outgoing["body"], faults: () => (isMissing ? ["the body is missing"] : []) };
    }
    const { strip, check } = form?.schema === undefined ? {} : partsOf(form.schema);
    const text = JSON.stringify(strip === undefined ? given : strip(given));
    // What is sent is checked: a date is a text by then, and what is undefined is gone.
    const faults = () => (check?.(JSON.parse(text)) ?? []).map(({ field, message }) => `${field || "body"} ${message}`);
    return { body: text, faults };
  }

  function headerFaults(shape: ReplyShape | undefined, headers: Readonly<Record<string, string>>): string[] {
    return (shape?.headers ?? []).flatMap((header) => {
      const { name, required, schema } = header;
      const text = headers[name.toLowerCase()];
      if (text === undefined) return required ? [`header ${name} is missing`] : [];
      const { value, problem } = readParameter({ explode: false, ...header, style: "simple" }, [[name, text]], reading);
      const faults = problem === undefined ? partsOf(schema).check(value) : [{ message: problem }];
      return faults.map(({ message }) => `header ${name} ${message}`);
    });
  }
}

/** Statuses whose replies never have content (RFC 9110, 15.3.5, 15.3.6 and 15.4.5), whatever a range such as `2XX` says. */
const bodiless: readonly number[] = [204, 205, 304];

/** Headers of the connection are the server's to say (RFC 9110, 7.6.1). */
const ofConnection = ["connection", "keep-alive", "transfer-encoding", "trailer", "upgrade"];

/** What Node would refuse later, each framework in its own way. @throws Error */
function refuseUnsendable(status: number, headers: Readonly<Record<string, string>>): void {
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new RangeError(`${status} is no status of a reply`);
  for (const [name, value] of Object.entries(headers)) {
    if (ofConnection.includes(name)) throw new TypeError(`the header ${name} is the server's to say`);
    validateHeaderName(name);
    validateHeaderValue(name, value);
  }
}

/** The type that the handler names, else one that the client takes, JSON before others. */
function formOf(
  content: readonly ReplyForm[],
  given: string | undefined,
  accept: string | undefined,
  body: unknown,
): ReplyForm | undefined {
  if (given !== undefined) return mostFitting(content, given);
  if (content.length < 2) return content[0];
  const json = content.filter(({ type }) => isJson(type));
  if (!isData(body) && json[0] !== undefined) return json.find(({ type }) => accepts(accept, type)) ?? json[0];
  return [...json, ...content].find(({ type }) => accepts(accept, type)) ?? json[0] ?? content[0];
}

/** Types of which any line of text is a document. */
function isReadable(type: string): boolean {
  return type === "text/plain" || type === "text/html" || type === "text/markdown";
}

/** A message may quote what a client sent. */
function escapeHtml(message: string): string {
  const names: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "#39" };
  return message.replace(/[&<>"']/g, (character) => `&${names[character]};`);
}

function contentType(form: ReplyForm | undefined, body: unknown): string {
  if (form === undefined || form.type.includes("*"))
    return isData(body) ? "application/octet-stream" : "application/json";
  return form.type;
}

function isData(body: unknown): boolean {
  return typeof body === "string" || body instanceof Uint8Array || body instanceof Readable;
}

/** All texts are UTF-8; some frameworks add that to some types by themselves, so it is said of all. */
function withCharset(type: string): string {
  const isText = isJson(type) || essenceOf(type).startsWith("text/");
  return isText && !type.includes(";") ? `${type}; charset=utf-8` : type;
}

function lowerCase(headers: AnyReply["headers"]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) if (value !== undefined) found[name.toLowerCase()] = value;
  return found;
}
