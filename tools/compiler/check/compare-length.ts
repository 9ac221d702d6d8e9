import { diagnostic } from "../diagnostics/diagnostic";
import { resolved } from "../model/properties-of";
import type { Comparison } from "./compare-columns";

/** A text that the API takes and the column refuses as too long, which is an internal error to the client. */
export const compareLength: Comparison = ({ direction, link, property, column }, shape, { schemas }) => {
  if (direction === "read" || shape.maxLength === undefined) return [];
  const schema = resolved(property.schema, schemas);
  if (schema === undefined || schema.enum !== undefined || schema.const !== undefined) return [];
  // A pattern or format bounds a text in ways that are not counted here.
  if (schema.maxLength === undefined && (schema.pattern !== undefined || schema.format !== undefined)) return [];
  if (schema.maxLength !== undefined && schema.maxLength <= shape.maxLength) return [];
  const values = {
    operation: link.operationId,
    property: property.name,
    length: schema.maxLength === undefined ? "any length" : `${schema.maxLength} characters`,
    column: `${link.table}.${column.name}`,
    limit: String(shape.maxLength),
  };
  return [diagnostic("check/longer-than-column", property.schema.span, values)];
};
