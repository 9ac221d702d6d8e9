import type { JsonValue } from "../../model/json-value";
import type { SchemasByName } from "../../model/properties-of";
import type { KeywordSchema, Schema, SchemaName } from "../../model/schema";

export interface BranchTags {
  readonly propertyName: string;
  /** For each branch the values of the property that select it; `undefined`: its own schema says that already. */
  readonly values: readonly (readonly string[] | undefined)[];
}

/**
 * What the discriminator of a choice says about its branches; `undefined`: nothing. An inline branch speaks for itself: "inline
 * schemas will not be considered" (OpenAPI 3.0.3, Discriminator Object).
 */
export function branchTags(
  { discriminator }: KeywordSchema,
  branches: readonly Schema[],
  schemas: SchemasByName,
  seen: ReadonlySet<SchemaName> = new Set(),
): BranchTags | undefined {
  if (discriminator === undefined) return undefined;
  const { propertyName, mapping } = discriminator;
  const values = branches.map((branch) => {
    if (branch.kind !== "ref") return undefined;
    const names = alternativesOf(branch, schemas, new Set());
    const mapped = mapping.filter(({ to }) => names.has(to)).map(({ value }) => value);
    const selecting = mapped.length > 0 ? mapped : [branch.to];
    const own = allowedValues(branch, propertyName, schemas, seen);
    if (own === undefined) return selecting;
    const left = selecting.filter((value) => own.includes(value));
    // Where both have nothing in common, or the branch is as narrow already, its own words are better left alone.
    return left.length === 0 || own.every((value) => left.some((one) => one === value)) ? undefined : left;
  });
  return { propertyName, values };
}

/** A branch, and the branches of the choices that it is: a mapping may lead past the one that is listed. */
function alternativesOf(branch: Schema, schemas: SchemasByName, found: Set<SchemaName>): ReadonlySet<SchemaName> {
  if (branch.kind !== "ref" || found.has(branch.to)) return found;
  found.add(branch.to);
  const target = schemas.get(branch.to);
  if (target?.kind === "ref") alternativesOf(target, schemas, found);
  if (target?.kind !== "keywords") return found;
  for (const one of [...(target.oneOf ?? []), ...(target.anyOf ?? [])]) alternativesOf(one, schemas, found);
  return found;
}

/** The values to which a schema limits one property; `undefined`: it does not. */
function allowedValues(
  schema: Schema | undefined,
  property: string,
  schemas: SchemasByName,
  seen: ReadonlySet<SchemaName>,
): readonly JsonValue[] | undefined {
  if (schema === undefined || schema.kind === "boolean") return undefined;
  if (schema.kind === "ref") {
    if (seen.has(schema.to)) return undefined;
    return allowedValues(schemas.get(schema.to), property, schemas, new Set([...seen, schema.to]));
  }
  const own = schema.properties?.find(({ name }) => name === property)?.schema;
  const parts = (schema.allOf ?? []).map((part) => allowedValues(part, property, schemas, seen));
  const choices = [schema.oneOf, schema.anyOf].map((branches) => branches && valuesOf(schema, branches));
  const limits = [listed(own, schemas, new Set()), ...parts, ...choices].filter((one) => one !== undefined);
  const [first, ...others] = limits;
  return first?.filter((value) => others.every((other) => other.includes(value)));

  /** Of a choice all that its branches allow, by their own words or by a discriminator of the same property. */
  function valuesOf(choice: KeywordSchema, branches: readonly Schema[]): readonly JsonValue[] | undefined {
    const tags =
      choice.discriminator?.propertyName === property ? branchTags(choice, branches, schemas, seen) : undefined;
    const values = branches.map((one, index) => tags?.values[index] ?? allowedValues(one, property, schemas, seen));
    return values.every((one) => one !== undefined) ? values.flat() : undefined;
  }
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
