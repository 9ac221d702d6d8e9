import { diagnostic } from "../diagnostics/diagnostic";
import type { SchemasByName } from "../model/properties-of";
import type { Schema } from "../model/schema";
import type { Comparison } from "./compare-columns";

/** Null in a response that does not allow it, or in a body for a column that does not. */
export const compareNull: Comparison = ({ direction, link, property, column }, shape, { schemas, database }) => {
  const table = database?.tables.find((one) => one.schema === link.schema && one.name === link.table);
  // What a view's columns may hold is not known from its query.
  if (table?.kind === "view") return [];
  const allowsNull = acceptsNull(property.schema, schemas, new Set());
  const values = { operation: link.operationId, property: property.name, column: `${link.table}.${column.name}` };
  if (direction === "read" && shape.isNullable && !allowsNull && column.generated === undefined) {
    return [diagnostic("check/null-in-response", property.schema.span, values)];
  }
  if (direction === "write" && !shape.isNullable && allowsNull && shape.isJson !== true) {
    return [diagnostic("check/null-in-body", property.schema.span, values)];
  }
  return [];
};

/** Whether a schema accepts null; one that leads back to itself counts as accepting. */
function acceptsNull(schema: Schema | undefined, schemas: SchemasByName, seen: Set<Schema>): boolean {
  if (schema === undefined || seen.has(schema)) return true;
  seen.add(schema);
  const accepts = (one: Schema | undefined) => acceptsNull(one, schemas, seen);
  if (schema.kind === "boolean") return schema.accepts;
  if (schema.kind === "ref") return accepts(schemas.get(schema.to));
  if (schema.types !== undefined && !schema.types.includes("null")) return false;
  if (schema.enum !== undefined && !schema.enum.includes(null)) return false;
  if (schema.const !== undefined && schema.const !== null) return false;
  if (schema.allOf !== undefined && !schema.allOf.every(accepts)) return false;
  const alternatives = schema.anyOf ?? schema.oneOf;
  return alternatives === undefined || alternatives.some(accepts);
}
