import type { SchemasByName } from "./properties-of";
import type { Schema } from "./schema";

export type Mark = "readOnly" | "writeOnly";
export const marks: readonly Mark[] = ["readOnly", "writeOnly"];

/** Where it is made of others, what one of them says holds for it (JSON Schema 2020-12, 7.7.1); of a choice, what all but null say. */
export function isMarked(schema: Schema, mark: Mark, schemas: SchemasByName, hops = 0): boolean {
  if (schema.kind === "boolean" || hops > 32) return false;
  const isSo = (one: Schema) => isMarked(one, mark, schemas, hops + 1);
  if (schema.kind === "ref") {
    const target = schemas.get(schema.to);
    return target !== undefined && isSo(target);
  }
  const choices = [schema.anyOf, schema.oneOf].map((all) => all?.filter((one) => !isNull(one)) ?? []);
  return (
    schema[mark] === true ||
    schema.allOf?.some(isSo) === true ||
    choices.some((all) => all.length > 0 && all.every(isSo))
  );
}

function isNull(schema: Schema): boolean {
  return schema.kind === "keywords" && schema.types?.length === 1 && schema.types[0] === "null";
}
