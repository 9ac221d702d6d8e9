import type { KeywordSchema, Schema } from "../../model/schema";

/**
 * A choice with a discriminator as JSON Schema, which does not know discriminators: each branch also says which value the
 * property has. Without that, an object that fits two branches would be refused though its property names one.
 */
export function taggedChoice(schema: KeywordSchema): KeywordSchema {
  const { discriminator, oneOf, anyOf } = schema;
  const branches = oneOf ?? anyOf;
  if (discriminator === undefined || branches === undefined || !branches.every(({ kind }) => kind === "ref"))
    return schema;
  const tag = (branch: Schema): Schema => {
    if (branch.kind !== "ref") return branch;
    const mapped = discriminator.mapping.filter(({ to }) => to === branch.to).map(({ value }) => value);
    const values = mapped.length > 0 ? mapped : [branch.to];
    const { propertyName: name } = discriminator;
    const property: Schema = { kind: "keywords", enum: values, span: branch.span };
    return {
      kind: "keywords",
      allOf: [branch],
      properties: [{ name, schema: property }],
      required: [name],
      span: branch.span,
    };
  };
  return { ...schema, ...(oneOf && { oneOf: oneOf.map(tag) }), ...(anyOf && { anyOf: anyOf.map(tag) }) };
}
