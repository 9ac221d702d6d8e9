import type { KeywordSchema, Property, Schema } from "../../model/schema";
import { array, object } from "../layout";
import { booleanLiteral, type Code, code, numberLiteral, propertyKey, stringLiteral } from "../text";
import { jsonLiteral } from "./json-literal";

type Keyword = Exclude<keyof KeywordSchema, "kind" | "span">;
type Print<Key extends Keyword> = (value: NonNullable<KeywordSchema[Key]>, schema: (one: Schema) => Code) => Code;

/** Says nothing about which values are valid. */
const leaveOut = undefined;

const list = (value: readonly Schema[], schema: (one: Schema) => Code) => array(value.map(schema));
const map = (value: readonly Property[], schema: (one: Schema) => Code) =>
  object(value.map(({ name, schema: one }) => code`${propertyKey(name)}: ${schema(one)}`));
const one = (value: Schema, schema: (one: Schema) => Code) => schema(value);
const strings = (value: readonly string[]) => array(value.map(stringLiteral));

/** How each keyword is printed; a keyword that is new in the model does not compile here until it has its line. */
const printers = {
  types: (value) => (value.length === 1 ? stringLiteral(value[0] ?? "") : strings(value)),
  enum: (value) => array(value.map(jsonLiteral)),
  const: (value) => jsonLiteral(value),
  title: leaveOut,
  description: leaveOut,
  default: (value) => jsonLiteral(value),
  examples: leaveOut,
  deprecated: leaveOut,
  readOnly: leaveOut,
  writeOnly: leaveOut,
  format: (value) => stringLiteral(value),
  minLength: (value) => numberLiteral(value),
  maxLength: (value) => numberLiteral(value),
  pattern: (value) => stringLiteral(value),
  contentEncoding: leaveOut,
  contentMediaType: leaveOut,
  minimum: (value) => numberLiteral(value),
  maximum: (value) => numberLiteral(value),
  exclusiveMinimum: (value) => numberLiteral(value),
  exclusiveMaximum: (value) => numberLiteral(value),
  multipleOf: (value) => numberLiteral(value),
  items: one,
  prefixItems: list,
  contains: one,
  minContains: (value) => numberLiteral(value),
  maxContains: (value) => numberLiteral(value),
  minItems: (value) => numberLiteral(value),
  maxItems: (value) => numberLiteral(value),
  uniqueItems: (value) => booleanLiteral(value),
  unevaluatedItems: one,
  properties: map,
  required: strings,
  patternProperties: map,
  additionalProperties: one,
  propertyNames: one,
  minProperties: (value) => numberLiteral(value),
  maxProperties: (value) => numberLiteral(value),
  dependentRequired: (value) =>
    object(value.map(({ name, requires }) => code`${propertyKey(name)}: ${strings(requires)}`)),
  dependentSchemas: map,
  unevaluatedProperties: one,
  allOf: list,
  anyOf: list,
  oneOf: list,
  not: one,
  if: one,
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  then: one,
  else: one,
  discriminator: leaveOut,
} satisfies { readonly [Key in Keyword]: Print<Key> | undefined };

const order = Object.keys(printers) as readonly Keyword[];

/** Name and value of each keyword that bears on validity, but for those that are done already. */
export function keywordEntries(
  schema: KeywordSchema,
  done: ReadonlySet<keyof KeywordSchema>,
  value: (one: Schema) => Code,
): Code[] {
  return order.flatMap((keyword) => {
    const print = printers[keyword] as Print<Keyword> | undefined;
    const given = schema[keyword];
    if (print === undefined || given === undefined || done.has(keyword)) return [];
    const name = keyword === "types" ? code`type` : propertyKey(keyword);
    return [code`${name}: ${print(given as never, value)}`];
  });
}
