import { byCodeUnit } from "../../model/by-code-unit";
import type { JsonValue } from "../../model/json-value";
import type { Operation, OperationResponse } from "../../model/operation";
import { byName, type SchemasByName } from "../../model/properties-of";
import type { KeywordSchema, Schema } from "../../model/schema";
import { schemaToJson } from "../../model/schema-to-json";
import type { Service } from "../../model/service";
import { replyKind } from "../media-types";
import { numberBounds } from "../schemas/number-bounds";
import { referencesOf } from "../schemas/references";
import { taggedChoice } from "../schemas/tagged-choice";

/**
 * What some operations may answer, as JSON: `{ operations: { id: { "200": 0 } }, replies: [{ headers, content }], components: {
 * schemas } }`. A reply that several statuses or operations share stands there once, and so does a schema. Schemas are those of the
 * validators that routes have: choices with their tags, integers with their bounds.
 */
export function printResponses(operations: readonly Operation[], service: Service): string {
  const schemas = byName(service.schemas);
  const toJson = (schema: Schema) =>
    schemaToJson(schema, { withTexts: false, prepare: (one) => validating(one, schemas) });
  const replies = new Map<string, number>();
  const indexOf = (operation: Operation, response: OperationResponse): number => {
    const key = JSON.stringify(replyOf(operation, response, toJson));
    const index = replies.get(key) ?? replies.size;
    replies.set(key, index);
    return index;
  };
  const described = operations.map((operation): [string, string] => [
    operation.id,
    JSON.stringify(
      Object.fromEntries(operation.responses.map((response) => [statusKey(response), indexOf(operation, response)])),
    ),
  ]);
  const used = referencesOf(operations.flatMap(checkedSchemas), service).flatMap((name): [string, string][] => {
    const schema = schemas.get(name);
    return schema === undefined ? [] : [[name, JSON.stringify(toJson(schema))]];
  });
  return `{
"operations": ${lines("{", described.sort(([a], [b]) => byCodeUnit(a, b)).map(entry), "}")},
"replies": ${lines("[", [...replies.keys()], "]")},
"components": { "schemas": ${lines("{", used.map(entry), "}")} }
}
`;
}

/** A line for each entry, so that an edit of a description changes few lines. */
function lines(begin: string, entries: readonly string[], end: string): string {
  return entries.length === 0 ? begin + end : `${begin}\n${entries.join(",\n")}\n${end}`;
}

function entry([name, json]: readonly [string, string]): string {
  return `${JSON.stringify(name)}: ${json}`;
}

/** `200`, `4XX` or `default`. */
function statusKey({ status }: OperationResponse): string {
  return status === "default" ? status : status.toUpperCase();
}

function replyOf(
  operation: Operation,
  { headers, content }: OperationResponse,
  toJson: (schema: Schema) => JsonValue,
): JsonValue {
  // The answer to HEAD has no body (RFC 9110, 9.3.2).
  const bodies = operation.method === "head" ? [] : content;
  return {
    headers: headers.filter((one) => one.required).map((one) => one.name),
    content: bodies.map(({ type, schema }) => ({
      type,
      ...(schema !== undefined && replyKind(type) === "json" ? { schema: toJson(schema) } : {}),
    })),
  };
}

function checkedSchemas({ method, responses }: Operation): readonly Schema[] {
  if (method === "head") return [];
  return responses.flatMap(({ content }) =>
    content.flatMap(({ type, schema }) => (schema !== undefined && replyKind(type) === "json" ? [schema] : [])),
  );
}

/** Without what says nothing about which values are valid. */
/** A service in another language than JavaScript keeps all of 64 bits. */
function withBounds(schema: KeywordSchema): KeywordSchema {
  return schema.format === "int64" ? schema : numberBounds(schema);
}

function validating(schema: KeywordSchema, schemas: SchemasByName): KeywordSchema {
  const {
    default: _default,
    readOnly: _readOnly,
    writeOnly: _writeOnly,
    contentEncoding: _encoding,
    contentMediaType: _mediaType,
    discriminator: _discriminator,
    ...rest
  } = withBounds(taggedChoice(schema, schemas));
  const { required, types } = rest;
  // "Elements of this array, if any, MUST be strings, and MUST be unique" (JSON Schema 2020-12, validation, 6.5.3).
  return {
    ...rest,
    ...(required && { required: [...new Set(required)] }),
    ...(types && { types: [...new Set(types)] }),
  };
}
