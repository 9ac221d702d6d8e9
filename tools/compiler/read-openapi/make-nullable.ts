import type { KeywordSchema, Schema } from "../model/schema";

/**
 * `nullable: true` (OpenAPI 3.0.3 §4.7.24.1): null is accepted as well. A schema without `type` accepts null unless
 * something else in it does not; then the whole becomes one of two alternatives, and its texts stay outside.
 */
export function makeNullable(schema: KeywordSchema): Schema {
  const { allOf, anyOf, oneOf, not } = schema;
  if (allOf !== undefined || anyOf !== undefined || oneOf !== undefined || not !== undefined)
    return asAlternative(schema);
  return {
    ...schema,
    ...(schema.types !== undefined && { types: [...schema.types.filter((type) => type !== "null"), "null" as const] }),
    // An enum that leaves null out would take back what `nullable` says; authors mean what `nullable` says.
    ...(schema.enum !== undefined && !schema.enum.includes(null) && { enum: [...schema.enum, null] }),
  };
}

function asAlternative(schema: KeywordSchema): Schema {
  const { span, title, description, default: standard, examples, deprecated, readOnly, writeOnly, ...rest } = schema;
  const only = rest.allOf?.length === 1 && Object.keys(rest).length === 2 ? rest.allOf[0] : undefined;
  return {
    kind: "keywords",
    span,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(standard !== undefined && { default: standard }),
    ...(examples !== undefined && { examples }),
    ...(deprecated !== undefined && { deprecated }),
    ...(readOnly !== undefined && { readOnly }),
    ...(writeOnly !== undefined && { writeOnly }),
    anyOf: [only ?? { ...rest, span }, { kind: "keywords", types: ["null"], span }],
  };
}
