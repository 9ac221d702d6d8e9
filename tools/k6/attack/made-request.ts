import type { JsonValue } from "../../report/json";
import type { ApiDocument, ApiOperation, DocumentParameter } from "./api-document";
import { type RawRequest, type Seed, withHeader } from "./attack-case";
import { essenceOf, fieldsOf, isForm } from "./form-body";
import { isBearer } from "./key-cases";
import { filesOf, joinParts, multipartType, writeParts } from "./multipart-text";
import type { Oracle } from "./oracle";
import { type RightKey, withKey } from "./right-keys";
import { simplest } from "./simplest";
import { encodeFields, plainField, textOf, wellFormed, writeField } from "./written-value";

export interface Known {
  readonly document: ApiDocument;
  readonly oracle: Oracle;
  readonly operations: readonly ApiOperation[];
  /** Requests of the usual flow, whose paths have keys of rows that the run made. */
  readonly seeds: readonly Seed[];
  readonly token: string;
  readonly keys: readonly RightKey[];
}

export interface MadeRequest {
  readonly request: RawRequest;
  /** Whether it still lacks a key that only the service's owner has. */
  readonly isKeyless: boolean;
}

type Made<Value> = { readonly made: Value } | { readonly reason: string };

/**
 * A request of an operation that the usual flow does not call: what it needs, as simple as the description allows, and right by
 * the oracle. Rows that it names were made by the run, or are none.
 */
export function madeRequest(known: Known, operation: ApiOperation): MadeRequest | { readonly reason: string } {
  const { schemes, isKeyless } = neededSchemes(known, operation);
  const isReading = /^(GET|HEAD|OPTIONS)$/.test(operation.method);
  const hasRow = operation.path.includes("{");
  // The usual flow reads rows of others, and changes those of the run only.
  const ofRun = isReading
    ? known.seeds
    : known.seeds.filter(({ request }) => /^(PUT|PATCH|DELETE)$/.test(request.method));
  const path = madePath({ ...known, seeds: isKeyless ? [] : ofRun }, operation);
  if (!("made" in path)) return path;
  const isSafe = isReading || isKeyless || (hasRow ? path.made.isOfSeeds : operation.method === "POST");
  if (!isSafe) return { reason: "it changes or deletes rows, and the run made none for it" };
  const parameters = operation.description.parameters ?? [];
  let request: RawRequest = { method: operation.method, target: path.made.text, headers: [] };
  for (const parameter of parameters.filter((one) => one.required === true && one.in !== "path")) {
    const value = madeValue(known, parameter.schema, `${parameter.in} parameter \`${parameter.name}\``);
    if (!("made" in value)) return value;
    request = withParameter(request, parameter, value.made);
  }
  const body = madeBody(known, operation, request);
  if (!("made" in body)) return body;
  const keyed = schemes.reduce((rest, name) => {
    const value = credentialFor(known, name);
    return value === "" ? rest : withKey(rest, known.document.components.securitySchemes?.[name], value);
  }, body.made);
  return { request: keyed, isKeyless };
}

/** Whether only keys that the user has open an operation. */
export function needsKeys({ document }: Known, { description }: ApiOperation): boolean {
  const { security = [] } = description;
  const schemes = document.components.securitySchemes ?? {};
  return security.length > 0 && security.every((one) => Object.keys(one).some((name) => !isBearer(schemes[name])));
}

/** Whether the usual flow leaves an operation out for what it needs: a key, a cookie, or a body that is a file or a form with one. */
export function isBeyondFlow(known: Known, operation: ApiOperation): boolean {
  const { parameters = [], requestBody } = operation.description;
  const types = Object.keys(requestBody?.content ?? {}).map(essenceOf);
  const isSentByFlow = (type: string) => /json$|^text\/plain$|urlencoded$/.test(type);
  const needsCookie = parameters.some((one) => one.in === "cookie" && one.required === true);
  return (
    needsCookie ||
    needsKeys(known, operation) ||
    neededSchemes(known, operation).isKeyless ||
    (types.length > 0 && !types.some(isSentByFlow))
  );
}

/** The key or token of a scheme; empty: there is none. */
function credentialFor({ document, token, keys }: Known, scheme: string): string {
  const given = keys.find((one) => one.scheme === scheme)?.value;
  return given ?? (isBearer(document.components.securitySchemes?.[scheme]) ? token : "");
}

/** What an operation asks for of the alternative that lacks least. */
function neededSchemes(known: Known, { description }: ApiOperation) {
  const alternatives = (description.security ?? []).map((one) => Object.keys(one));
  const lacks = (names: readonly string[]) => names.filter((name) => credentialFor(known, name) === "").length;
  const [best = []] = [...alternatives].sort((a, b) => lacks(a) - lacks(b));
  return { schemes: best, isKeyless: lacks(best) > 0 };
}

interface MadePath {
  readonly text: string;
  /** Whether all its keys are of requests that were sent before. */
  readonly isOfSeeds: boolean;
}

function madePath(known: Known, operation: ApiOperation): Made<MadePath> {
  const template = operation.path.split("/");
  const segments: string[] = [];
  let isOfSeeds = true;
  for (const [index, segment] of template.entries()) {
    const [, before = "", name, after = ""] = /^([^{}]*)\{([^{}]*)\}([^{}]*)$/.exec(segment) ?? [];
    if (name === undefined) {
      if (segment.includes("{")) return { reason: "a part of its path has two parameters" };
      segments.push(encodeURI(segment));
      continue;
    }
    const own = keyOfSeed(known, template.slice(0, index + 1));
    if (own !== undefined) {
      segments.push(own);
      continue;
    }
    isOfSeeds = false;
    const parameter = operation.description.parameters?.find((one) => one.in === "path" && one.name === name);
    const value = madeValue(known, parameter?.schema, `path parameter \`${name}\``, keysOfNoRow);
    if (!("made" in value)) return value;
    if (typeof value.made === "object") return { reason: `its path parameter \`${name}\` is no single value` };
    segments.push(`${encodeURI(before)}${encodeURIComponent(wellFormed(String(value.made)))}${encodeURI(after)}`);
  }
  return { made: { text: segments.join("/"), isOfSeeds } };
}

/** What is sent with a wrong key must find nothing, should the key be taken all the same. */
const keysOfNoRow: readonly JsonValue[] = [2_147_483_600, "specline-none"];

/** The segment that another request has where its path begins in the same way. */
function keyOfSeed({ operations, seeds }: Known, start: readonly string[]): string | undefined {
  for (const { operation: id, request } of seeds) {
    const template = operations.find((one) => one.id === id)?.path.split("/") ?? [];
    const isSame = start.every(
      (segment, index) => template[index]?.replace(/\{.*\}/, "{}") === segment.replace(/\{.*\}/, "{}"),
    );
    if (isSame) return request.target.split("?")[0]?.split("/")[start.length - 1];
  }
  return undefined;
}

function withParameter(request: RawRequest, parameter: DocumentParameter, value: JsonValue): RawRequest {
  const { name, style = "form", explode = true } = parameter;
  if (parameter.in === "query") {
    const pairs = encodeFields(writeField(name, value, { style, explode }));
    return { ...request, target: `${request.target}${request.target.includes("?") ? "&" : "?"}${pairs}` };
  }
  const text = Array.isArray(value) ? (value as readonly JsonValue[]).map(textOf).join(",") : textOf(value);
  if (parameter.in === "header")
    return /^(accept|content-type|authorization)$/i.test(name) ? request : withHeader(request, name, text);
  const cookies = request.headers.find(([one]) => one === "Cookie")?.[1];
  return withHeader(
    request,
    "Cookie",
    [...(cookies === undefined ? [] : [cookies]), `${name}=${encodeURIComponent(text)}`].join("; "),
  );
}

function madeBody(known: Known, operation: ApiOperation, request: RawRequest): Made<RawRequest> {
  const content = Object.entries(operation.description.requestBody?.content ?? {});
  if (content.length === 0) return { made: request };
  const isJson = (type: string) => /^application\/([\w.-]+\+)?json$/.test(essenceOf(type));
  const [type, media] = content.find(([one]) => isJson(one)) ?? content.find(([one]) => isForm(one)) ?? [];
  if (type === undefined || media?.schema === undefined)
    return { reason: `its body is ${content.map(([one]) => one).join(" or ")}` };
  const value = madeValue(known, media.schema, "body");
  if (!("made" in value)) return value;
  const send = (mediaType: string, body: string) => ({
    made: { ...withHeader(request, "Content-Type", mediaType), body: Buffer.from(body) },
  });
  if (isJson(type)) return send(type, JSON.stringify(value.made));
  if (typeof value.made !== "object" || value.made === null || Array.isArray(value.made))
    return { reason: "its form is no object" };
  const fields = value.made as Readonly<Record<string, JsonValue>>;
  if (essenceOf(type) !== "multipart/form-data")
    return send(type, encodeFields(fieldsOf(fields, media.encoding ?? {})));
  const isFile = filesOf(media.schema, known.document.components.schemas);
  const parts = Object.entries(fields).flatMap(([name, one]) => writeField(name, one, plainField));
  return send(multipartType, joinParts(writeParts(parts, isFile)));
}

function madeValue(
  { document, oracle }: Known,
  schema: DocumentParameter["schema"],
  what: string,
  first: readonly JsonValue[] = [],
): Made<JsonValue> {
  const validate = schema === undefined ? undefined : oracle.request(schema);
  const made = [
    ...first,
    ...(["all", "required"] as const).map((which) => simplest(schema, document.components.schemas, 0, which)),
  ].find((one) => validate?.(one) === true);
  return made === undefined ? { reason: `no valid ${what} can be made of its description` } : { made };
}
