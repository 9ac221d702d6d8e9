import type { KeywordSchema } from "../model/schema";

/** Shape of a keyword's value. */
export type KeywordShape =
  | "text"
  | "boolean"
  | "number"
  | "positive number"
  | "count"
  | "any value"
  | "list of values"
  | "list of texts"
  | "schema"
  | "list of schemas"
  | "map of schemas"
  | "map of lists of texts";

/** Keywords that need more than their shape are read by name in read-schema.ts. */
type OwnReader = "kind" | "span" | "types" | "exclusiveMinimum" | "exclusiveMaximum" | "examples" | "discriminator";

export const keywordShapes = {
  enum: "list of values",
  const: "any value",
  title: "text",
  description: "text",
  default: "any value",
  deprecated: "boolean",
  readOnly: "boolean",
  writeOnly: "boolean",
  format: "text",
  minLength: "count",
  maxLength: "count",
  pattern: "text",
  contentEncoding: "text",
  contentMediaType: "text",
  minimum: "number",
  maximum: "number",
  multipleOf: "positive number",
  items: "schema",
  prefixItems: "list of schemas",
  contains: "schema",
  minContains: "count",
  maxContains: "count",
  minItems: "count",
  maxItems: "count",
  uniqueItems: "boolean",
  unevaluatedItems: "schema",
  properties: "map of schemas",
  required: "list of texts",
  patternProperties: "map of schemas",
  additionalProperties: "schema",
  propertyNames: "schema",
  minProperties: "count",
  maxProperties: "count",
  dependentRequired: "map of lists of texts",
  dependentSchemas: "map of schemas",
  unevaluatedProperties: "schema",
  allOf: "list of schemas",
  anyOf: "list of schemas",
  oneOf: "list of schemas",
  not: "schema",
  if: "schema",
  // biome-ignore lint/suspicious/noThenProperty: the keyword's name; the table is never awaited.
  then: "schema",
  else: "schema",
} as const satisfies Record<Exclude<keyof KeywordSchema, OwnReader>, KeywordShape>;

/** Keywords of 2020-12 that OpenAPI 3.0 does not have. */
export const keywordsSince31: ReadonlySet<string> = new Set([
  "const",
  "contentEncoding",
  "contentMediaType",
  "prefixItems",
  "contains",
  "minContains",
  "maxContains",
  "unevaluatedItems",
  "patternProperties",
  "propertyNames",
  "dependentRequired",
  "dependentSchemas",
  "unevaluatedProperties",
  "if",
  "then",
  "else",
  "examples",
]);

/** Read over in silence: documentation, places that only `$ref`s lead to, and identifiers, which are read elsewhere. */
export const silentKeywords: ReadonlySet<string> = new Set([
  "xml",
  "externalDocs",
  "$defs",
  "definitions",
  "$comment",
  "$schema",
  "$id",
  "$anchor",
  "$dynamicAnchor",
  "$vocabulary",
]);

/** Known to JSON Schema, without a meaning in the model. */
export const unsupportedKeywords: ReadonlySet<string> = new Set([
  "$recursiveRef",
  "$recursiveAnchor",
  "contentSchema",
  "additionalItems",
  "id",
]);

/** The vocabularies of 2020-12 and of OpenAPI 3.1, with the keywords that mean nothing in a dialect without them. */
export const vocabularies: ReadonlyMap<string, readonly string[]> = new Map([
  ["https://spec.openapis.org/oas/3.1/vocab/base", []],
  ...Object.entries({
    core: "",
    applicator:
      "prefixItems items contains additionalProperties properties patternProperties dependentSchemas propertyNames " +
      "if then else allOf anyOf oneOf not",
    unevaluated: "unevaluatedItems unevaluatedProperties",
    validation:
      "type const enum multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern " +
      "maxItems minItems uniqueItems maxContains minContains maxProperties minProperties required dependentRequired",
    "meta-data": "",
    "format-annotation": "",
    "format-assertion": "",
    content: "",
  }).map(([name, keywords]): [string, string[]] => [
    `https://json-schema.org/draft/2020-12/vocab/${name}`,
    keywords.split(" "),
  ]),
]);
