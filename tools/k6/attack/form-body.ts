import type { JsonValue } from "../../report/json";
import type { ApiDocument, ApiOperation, JsonSchema } from "./api-document";
import { headerOf, type Seed } from "./attack-case";
import { filesOf, joinParts, readParts, writeParts } from "./multipart-text";
import type { Oracle } from "./oracle";
import { type FieldStyles, type Memory, readingsOf } from "./read-fields";
import { decodeFields, encodeFields, type Field, plainField, wellFormed, writeField } from "./written-value";

/** The form of a request: how it is written, and what it is read for. */
export interface FormBody {
  readonly kind: "urlencoded" | "multipart";
  /** As the description has it. */
  readonly mediaType: string;
  readonly schema: JsonSchema;
  readonly fields: readonly Field[];
  /** What the fields stand for, which the schema accepts. */
  readonly value: Readonly<Record<string, JsonValue>>;
  fieldsOf(value: Readonly<Record<string, JsonValue>>): readonly Field[];
  /** Each field as it is written. */
  piecesOf(fields: readonly Field[]): readonly string[];
  join(pieces: readonly string[]): string;
  /** Whether a server may take these fields for something that the schema accepts. */
  isAllowed(fields: readonly Field[]): boolean;
}

/** `undefined`: the seed has no form, or none that is known to be right, which proves nothing about what is made from it. */
export function formBody(
  document: ApiDocument,
  oracle: Oracle,
  operation: ApiOperation,
  { request }: Pick<Seed, "request">,
): FormBody | undefined {
  const type = essenceOf(headerOf(request, "content-type") ?? "");
  if (!isForm(type)) return undefined;
  const content = Object.entries(operation.description.requestBody?.content ?? {});
  const found = content.find(([name]) => essenceOf(name) === type);
  if (found?.[1].schema === undefined) return undefined;
  const [mediaType, { schema, encoding = {} }] = found;
  const text = request.body?.toString("utf8") ?? "";
  const isMultipart = type === "multipart/form-data";
  const fields = isMultipart ? readParts(text) : decodeFields(text);
  const validate = oracle.request(schema);
  if (fields === undefined || validate === undefined) return undefined;
  const isFile = isMultipart ? filesOf(schema, document.components.schemas) : () => false;
  // Of multipart forms, styles are read over; each object is JSON.
  const styles: FieldStyles = isMultipart ? {} : encoding;
  // Of a file it is the bytes that count (OpenAPI 3.0.4 and 3.1.1, 4.4.2): each stands as one character.
  const asRead = ([name, one]: Field): Field => [name, isFile(name) ? bytesOf(one) : one];
  const memory: Memory = new Map();
  const readings = (given: readonly Field[]) => readingsOf(document, oracle, schema, styles, given.map(asRead), memory);
  const value = readings(fields).find((one) => validate(one) === true);
  if (value === undefined) return undefined;
  return {
    kind: isMultipart ? "multipart" : "urlencoded",
    mediaType,
    schema,
    fields,
    value: value as FormBody["value"],
    fieldsOf: (one) => fieldsOf(one, styles),
    piecesOf: (given) => (isMultipart ? writeParts(given, isFile) : given.map((field) => encodeFields([field]))),
    join: (pieces) => (isMultipart ? joinParts(pieces) : pieces.join("&")),
    isAllowed: (given) => readings(given).some((one) => validate(one) !== false),
  };
}

function bytesOf(text: string): string {
  return Buffer.from(wellFormed(text)).toString("latin1");
}

export function fieldsOf(value: FormBody["value"], styles: FieldStyles): readonly Field[] {
  return Object.entries(value).flatMap(([name, one]) =>
    writeField(name, one, Object.hasOwn(styles, name) ? (styles[name] ?? plainField) : plainField),
  );
}

export function isForm(mediaType: string): boolean {
  return /^(application\/x-www-form-urlencoded|multipart\/form-data)$/.test(essenceOf(mediaType));
}

export function essenceOf(mediaType: string): string {
  return mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
}
