import type { KeywordSchema, Property, Schema } from "../../model/schema";
import type { EmitContext } from "../emit-input";
import { array, call, object } from "../layout";
import { type Code, code, propertyKey, stringLiteral } from "../text";
import { keywordEntries } from "./keyword-entries";
import { numberBounds } from "./number-bounds";
import { taggedChoice } from "./tagged-choice";

type SchemaContext = Pick<EmitContext, "names" | "schemas">;

/**
 * A schema as a TypeBox value: TypeBox's own constructors where they mean exactly the same, else the JSON Schema as it is.
 *
 * @param id `$id` of a component schema
 */
export function schemaValue(schema: Schema, context: SchemaContext, id?: string): Code {
  const { names, schemas } = context;
  const idEntry = id === undefined ? [] : [code`$id: ${stringLiteral(id)}`];
  switch (schema.kind) {
    case "boolean":
      if (id !== undefined) return unsafe([...idEntry, ...(schema.accepts ? [] : [code`not: {}`])]);
      return schema.accepts ? code`t.Unknown()` : code`t.Never()`;
    case "ref":
      if (id !== undefined) return unsafe([...idEntry, code`$ref: ${stringLiteral(names.schema(schema.to))}`]);
      return code`t.Ref(${stringLiteral(names.schema(schema.to))})`;
    case "keywords":
      return keywordsValue(numberBounds(taggedChoice(schema, schemas)), context, idEntry);
    default:
      return schema satisfies never;
  }
}

function keywordsValue(schema: KeywordSchema, context: SchemaContext, idEntry: readonly Code[]): Code {
  const value = (one: Schema) => schemaValue(one, context);
  const rest = (...done: (keyof KeywordSchema)[]) => [...idEntry, ...keywordEntries(schema, new Set(done), value)];
  const [type, ...otherTypes] = schema.types ?? [];
  if (type === undefined) {
    const entries = keywordEntries(schema, new Set(), value);
    if (entries.length === 0) return construct("Unknown", [], idEntry);
    if (schema.anyOf !== undefined && entries.length === 1 && schema.anyOf.length > 1) {
      return construct("Union", [array(schema.anyOf.map(value))], idEntry);
    }
    return unsafe(rest());
  }
  if (otherTypes.length > 0 || schema.enum !== undefined || schema.const !== undefined) return unsafe(rest());
  switch (type) {
    case "object":
      return isPlainObject(schema)
        ? construct("Object", [object(properties(schema, value))], rest("types", "properties", "required"))
        : unsafe(rest());
    case "array":
      return schema.items !== undefined && schema.prefixItems === undefined
        ? construct("Array", [value(schema.items)], rest("types", "items"))
        : unsafe(rest());
    case "string":
      return construct("String", [], rest("types"));
    case "integer":
      return construct("Integer", [], rest("types"));
    case "number":
      return construct("Number", [], rest("types"));
    case "boolean":
      return construct("Boolean", [], rest("types"));
    case "null":
      return construct("Null", [], rest("types"));
    default:
      return type satisfies never;
  }
}

/** TypeBox lists as required what is not optional, so every required name must be a declared property. */
function isPlainObject(schema: KeywordSchema): boolean {
  const declared = new Set((schema.properties ?? []).map(({ name }) => name));
  return (
    schema.properties !== undefined &&
    !declared.has("__proto__") &&
    (schema.required ?? []).every((name) => declared.has(name))
  );
}

function properties(schema: KeywordSchema, value: (one: Schema) => Code): Code[] {
  const required = new Set(schema.required);
  return (schema.properties ?? []).map(({ name, schema: one }: Property) => {
    const printed = value(one);
    return code`${propertyKey(name)}: ${required.has(name) ? printed : call(code`t.Optional`, [printed])}`;
  });
}

type Constructor = "Unknown" | "Union" | "Object" | "Array" | "String" | "Integer" | "Number" | "Boolean" | "Null";

function construct(name: Constructor, parameters: readonly Code[], options: readonly Code[]): Code {
  const all = options.length === 0 ? parameters : [...parameters, object(options)];
  const names: Record<Constructor, Code> = {
    Unknown: code`t.Unknown`,
    Union: code`t.Union`,
    Object: code`t.Object`,
    Array: code`t.Array`,
    String: code`t.String`,
    Integer: code`t.Integer`,
    Number: code`t.Number`,
    Boolean: code`t.Boolean`,
    Null: code`t.Null`,
  };
  return call(names[name], all);
}

function unsafe(entries: readonly Code[]): Code {
  return call(code`t.Unsafe`, [object(entries)]);
}
