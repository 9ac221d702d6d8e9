import type { JsonValue } from "../../model/json-value";
import type { SchemasByName } from "../../model/properties-of";
import type { KeywordSchema, Schema, SchemaName } from "../../model/schema";

export interface BranchTags {
  readonly propertyName: string;
  /** For each branch the values of the property that select it; `undefined`: its own schema says that already. */
  readonly values: readonly (readonly string[] | undefined)[];
}

/** What the discriminator of a choice says about its branches; `undefined`: nothing. */
export function branchTags(
  { discriminator }: KeywordSchema,
  branches: readonly Schema[],
  schemas: SchemasByName,
): BranchTags | undefined {
  if (discriminator === undefined || !branches.every(({ kind }) => kind === "ref")) return undefined;
  const { propertyName, mapping } = discriminator;
  const values = branches.map((branch) => {
    if (branch.kind !== "ref") return undefined;
    const mapped = mapping.filter(({ to }) => to === branch.to).map(({ value }) => value);
    const selecting = mapped.length > 0 ? mapped : [branch.to];
    const own = allowedValues(branch, propertyName, schemas, new Set());
    if (own === undefined) return selecting;
    const left = selecting.filter((value) => own.includes(value));
    // Where both have nothing in common, or the branch is as narrow already, its own words are better left alone.
    return left.length === 0 || own.every((value) => left.some((one) => one === value)) ? undefined : left;
  });
  return { propertyName, values };
}

/** The values to which a schema limits one property; `undefined`: it does not. */
function allowedValues(
  schema: Schema | undefined,
  property: string,
  schemas: SchemasByName,
  seen: Set<SchemaName>,
): readonly JsonValue[] | undefined {
  if (schema === undefined || schema.kind === "boolean") return undefined;
  if (schema.kind === "ref") {
    if (seen.has(schema.to)) return undefined;
    return allowedValues(schemas.get(schema.to), property, schemas, new Set([...seen, schema.to]));
  }
  const own = schema.properties?.find(({ name }) => name === property)?.schema;
  const parts = (schema.allOf ?? []).map((part) => allowedValues(part, property, schemas, seen));
  const limits = [listed(own, schemas, new Set()), ...parts].filter((one) => one !== undefined);
  const [first, ...others] = limits;
  return first?.filter((value) => others.every((other) => other.includes(value)));
}

function listed(
  schema: Schema | undefined,
  schemas: SchemasByName,
  seen: Set<SchemaName>,
): readonly JsonValue[] | undefined {
  if (schema === undefined || schema.kind === "boolean") return undefined;
  if (schema.kind === "keywords") return schema.const === undefined ? schema.enum : [schema.const];
  if (seen.has(schema.to)) return undefined;
  return listed(schemas.get(schema.to), schemas, new Set([...seen, schema.to]));
}
