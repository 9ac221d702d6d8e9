import { diagnostic } from "../diagnostics/diagnostic";
import type { SchemasByName } from "../model/properties-of";
import type { Schema } from "../model/schema";
import type { Comparison } from "./compare-columns";

/** Null in a response that does not allow it, or in a body for a column that does not. */
export const compareNull: Comparison = ({ direction, link, property, column }, shape, { schemas, database }) => {
  const table = database?.tables.find((one) => one.schema === link.schema && one.name === link.table);
  // What a view's columns may hold is not known from its query.
  if (table?.kind === "view") return [];
  const allowsNull = acceptsNull(property.schema, schemas, 0);
  const values = { operation: link.operationId, property: property.name, column: `${link.table}.${column.name}` };
  if (direction === "read" && shape.isNullable && !allowsNull && column.generated === undefined) {
    return [diagnostic("check/null-in-response", property.schema.span, values)];
  }
  if (direction === "write" && !shape.isNullable && allowsNull) {
    return [diagnostic("check/null-in-body", property.schema.span, values)];
  }
  return [];
};

/** Whether a schema accepts null; a reference that leads too far counts as accepting. */
function acceptsNull(schema: Schema | undefined, schemas: SchemasByName, depth: number): boolean {
  if (schema === undefined || depth > 20) return true;
  if (schema.kind === "boolean") return schema.accepts;
  if (schema.kind === "ref") return acceptsNull(schemas.get(schema.to), schemas, depth + 1);
  const accepts = (one: Schema) => acceptsNull(one, schemas, depth + 1);
  if (schema.types !== undefined && !schema.types.includes("null")) return false;
  if (schema.enum !== undefined && !schema.enum.includes(null)) return false;
  if (schema.const !== undefined && schema.const !== null) return false;
  if (schema.allOf !== undefined && !schema.allOf.every(accepts)) return false;
  const alternatives = schema.anyOf ?? schema.oneOf;
  return alternatives === undefined || alternatives.some(accepts);
}
