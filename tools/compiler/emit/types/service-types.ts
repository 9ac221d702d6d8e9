import { byName } from "../../model/properties-of";
import type { NamedSchema, Schema, SchemaName } from "../../model/schema";
import { commentOf, typeOf } from "./type-of";
import { intersectionOf, neverType, type TypeTree, unionOf, unknownType } from "./type-tree";

/** The TypeScript types of a description. */
export interface ServiceTypes {
  /** Of a component schema. */
  schema(schema: NamedSchema): { readonly type: TypeTree; readonly comment: string };
  /** Of a schema that has no name, or of a reference to one that has. */
  of(schema: Schema): TypeTree;
}

export function serviceTypes(schemas: readonly NamedSchema[]): ServiceTypes {
  const known = byName(schemas);
  const named = (name: SchemaName): TypeTree => (known.has(name) ? { kind: "schema", name } : unknownType);
  const reading = { schemas: known, reference: named };
  const types = new Map(schemas.map(({ name, schema }) => [name, typeOf(schema, reading)]));
  const isCircular = (name: SchemaName) => leadsBack(name, types);
  return {
    schema: ({ name, schema }) => {
      const type = types.get(name) ?? typeOf(schema, reading);
      return { type: isCircular(name) ? unrolled(name, types) : type, comment: commentOf(schema) };
    },
    of: (schema) => typeOf(schema, reading),
  };
}

/**
 * Whether a type is made of itself, as where a base lists in `oneOf` what refers to it in `allOf`. Only objects and lists
 * may hold what they are part of: TypeScript refuses a type that is an alternative or a part of itself.
 */
function leadsBack(start: SchemaName, types: ReadonlyMap<SchemaName, TypeTree>): boolean {
  const seen = new Set<SchemaName>();
  const open = partsOf(types.get(start));
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === start) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...partsOf(types.get(name)));
  }
  return false;
}

function partsOf(type: TypeTree | undefined): SchemaName[] {
  if (type?.kind === "schema") return [type.name];
  return type?.kind === "union" || type?.kind === "intersection" ? type.members.flatMap(partsOf) : [];
}

/** The same type with what leads back to it written out, each turn of the circle left out: another turn adds no value. */
function unrolled(name: SchemaName, types: ReadonlyMap<SchemaName, TypeTree>): TypeTree {
  const write = (type: TypeTree, open: readonly SchemaName[]): TypeTree | undefined => {
    switch (type.kind) {
      case "schema": {
        if (open.includes(type.name)) return undefined;
        const target = types.get(type.name);
        if (target === undefined || !leadsBack(type.name, types)) return type;
        return write(target, [...open, type.name]);
      }
      case "union":
      case "intersection": {
        const members = type.members.flatMap((one) => write(one, open) ?? []);
        if (members.length === 0) return undefined;
        return type.kind === "union" ? unionOf(members) : intersectionOf(members);
      }
      default:
        return type;
    }
  };
  const type = types.get(name);
  return (type && write(type, [name])) ?? neverType;
}
