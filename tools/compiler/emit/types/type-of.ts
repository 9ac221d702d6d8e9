import type { JsonValue } from "../../model/json-value";
import type { SchemasByName } from "../../model/properties-of";
import type { JsonType, KeywordSchema, Schema, SchemaName } from "../../model/schema";
import { branchTags } from "./branch-tags";
import {
  intersectionOf,
  isKeyword,
  neverType,
  nullType,
  type TypeMember,
  type TypeTree,
  unionOf,
  unknownType,
} from "./type-tree";

export interface TypeReading {
  readonly schemas: SchemasByName;
  /** What a reference becomes. */
  readonly reference: (name: SchemaName) => TypeTree;
}

/** The narrowest type that TypeScript has for the values that a schema accepts. */
export function typeOf(schema: Schema, reading: TypeReading): TypeTree {
  switch (schema.kind) {
    case "boolean":
      return schema.accepts ? unknownType : neverType;
    case "ref":
      return reading.reference(schema.to);
    case "keywords":
      return keywordsType(schema, reading);
    default:
      return schema satisfies never;
  }
}

function keywordsType(schema: KeywordSchema, reading: TypeReading): TypeTree {
  const parts = (schema.allOf ?? []).map((one) => typeOf(one, reading));
  const choices = [...choice(schema, schema.anyOf, reading), ...choice(schema, schema.oneOf, reading)];
  const own = ownType(schema, reading);
  const combined = intersectionOf([...parts, ...choices]);
  // `type: object` beside a combination says no more than that it is about objects.
  if (isAnyObject(own) && !isKeyword(combined, "unknown")) return combined;
  return intersectionOf([...parts, own, ...choices]);
}

/** Title, description and deprecation of a schema. */
export function commentOf(schema: Schema): string {
  if (schema.kind !== "keywords") return "";
  const parts = [schema.title ?? "", schema.description ?? "", schema.deprecated === true ? "@deprecated" : ""];
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join("\n");
}

/** An alternative that a discriminator selects also says with which value, so that a `switch` over it narrows. */
function choice(schema: KeywordSchema, branches: readonly Schema[] | undefined, reading: TypeReading): TypeTree[] {
  if (branches === undefined) return [];
  const tags = branchTags(schema, branches, reading.schemas);
  const types = branches.map((branch, index) => {
    const values = tags?.values[index];
    const type = typeOf(branch, reading);
    if (tags === undefined || values === undefined) return type;
    const tag: TypeMember = {
      name: tags.propertyName,
      isOptional: false,
      type: unionOf(values.map((value) => ({ kind: "literal", value }))),
      comment: "",
    };
    return intersectionOf([type, { kind: "object", members: [tag] }]);
  });
  return [unionOf(types)];
}

/** Of the schema without its combinations. */
function ownType(schema: KeywordSchema, reading: TypeReading): TypeTree {
  const types = schema.types ?? impliedTypes(schema);
  const values = schema.const === undefined ? schema.enum : [schema.const];
  if (values !== undefined) {
    return unionOf(values.filter((one) => schema.types?.some((type) => isOf(one, type)) ?? true).map(literal));
  }
  return types === undefined ? unknownType : unionOf(types.map((type) => ofType(type, schema, reading)));
}

/** Keywords about objects let every other value pass; who writes them means objects. */
function impliedTypes(schema: KeywordSchema): readonly JsonType[] | undefined {
  const { properties, additionalProperties, patternProperties, required, items, prefixItems } = schema;
  if (properties ?? additionalProperties ?? patternProperties ?? required) return ["object"];
  return (items ?? prefixItems) ? ["array"] : undefined;
}

function ofType(type: JsonType, schema: KeywordSchema, reading: TypeReading): TypeTree {
  switch (type) {
    case "null":
      return nullType;
    case "boolean":
    case "string":
    case "number":
      return { kind: "keyword", name: type };
    case "integer":
      return { kind: "keyword", name: "number" };
    case "array":
      return arrayType(schema, reading);
    case "object":
      return objectType(schema, reading);
    default:
      return type satisfies never;
  }
}

/** A tuple only where the length is fixed: `prefixItems` alone allows fewer items, and more. */
function arrayType({ items, prefixItems = [], minItems = 0, maxItems }: KeywordSchema, reading: TypeReading): TypeTree {
  const first = prefixItems.map((one) => typeOf(one, reading));
  const isClosed = maxItems === first.length || (items?.kind === "boolean" && !items.accepts);
  if (first.length > 0 && minItems >= first.length && isClosed) return { kind: "tuple", items: first };
  const rest = items === undefined ? unknownType : typeOf(items, reading);
  return { kind: "array", items: unionOf([...first, rest]) };
}

function objectType(schema: KeywordSchema, reading: TypeReading): TypeTree {
  const { properties = [], required = [], additionalProperties, patternProperties = [] } = schema;
  const members = properties.map(
    ({ name, schema: one }): TypeMember => ({
      name,
      isOptional: !required.includes(name),
      type: typeOf(one, reading),
      comment: commentOf(one),
    }),
  );
  const declared = new Set(properties.map(({ name }) => name));
  for (const name of new Set(required)) {
    if (!declared.has(name)) members.push({ name, isOptional: false, type: unknownType, comment: "" });
  }
  const others = patternProperties.map((one) => typeOf(one.schema, reading));
  if (additionalProperties !== undefined) others.push(typeOf(additionalProperties, reading));
  if (others.length === 0) return { kind: "object", members, ...(members.length === 0 && { index: unknownType }) };
  const rest = unionOf(others);
  if (isKeyword(rest, "never")) return { kind: "object", members, ...(members.length === 0 && { index: rest }) };
  return { kind: "object", members, index: members.length === 0 ? rest : indexType(rest, members) };
}

/** In TypeScript the type of an index holds for the named members too. */
function indexType(rest: TypeTree, members: readonly TypeMember[]): TypeTree {
  const type = unionOf([rest, ...members.map((member) => member.type)]);
  return type.kind === "union" && type.members.length > longestIndex ? unknownType : type;
}

function isAnyObject(type: TypeTree): boolean {
  return (
    type.kind === "object" && type.members.length === 0 && type.index !== undefined && isKeyword(type.index, "unknown")
  );
}

/** More alternatives than these tell a reader nothing. */
const longestIndex = 4;

function literal(value: JsonValue): TypeTree {
  if (isList(value)) return { kind: "tuple", items: value.map(literal) };
  if (typeof value !== "object" || value === null) return { kind: "literal", value };
  const members = Object.entries(value).map(
    ([name, one]): TypeMember => ({ name, isOptional: false, type: literal(one), comment: "" }),
  );
  return { kind: "object", members, ...(members.length === 0 && { index: neverType }) };
}

function isOf(value: JsonValue, type: JsonType): boolean {
  if (type === "null") return value === null;
  if (type === "array") return isList(value);
  if (type === "object") return typeof value === "object" && value !== null && !isList(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
