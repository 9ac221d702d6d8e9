import { propertiesOf, type SchemasByName } from "../../model/properties-of";
import type { KeywordSchema, Schema } from "../../model/schema";
import { branchTags } from "../types/branch-tags";

/**
 * A choice with a discriminator as JSON Schema, which does not know discriminators: each branch that is a reference also says
 * which value the property has. Without that, an object that fits two branches would be refused though its property names one.
 */
export function taggedChoice(schema: KeywordSchema, schemas: SchemasByName): KeywordSchema {
  const tagged = (branches: readonly Schema[] | undefined) => {
    const tags = branches && branchTags(schema, branches, schemas);
    if (tags === undefined) return branches;
    const { propertyName: name } = tags;
    return branches?.map((branch, index) => (branch.kind === "ref" ? tag(branch, name, tags.values[index]) : branch));
  };
  const tag = (branch: Schema, name: string, values: readonly string[] | undefined): Schema => {
    const { span } = branch;
    const isRequired = propertiesOf(branch, schemas).some((one) => one.name === name && one.isRequired);
    if (values === undefined && isRequired) return branch;
    const properties = values && [{ name, schema: { kind: "keywords", enum: values, span } as const }];
    return { kind: "keywords", allOf: [branch], ...(properties && { properties }), required: [name], span };
  };
  const [oneOf, anyOf] = [tagged(schema.oneOf), tagged(schema.anyOf)];
  return { ...schema, ...(oneOf && { oneOf }), ...(anyOf && { anyOf }) };
}
