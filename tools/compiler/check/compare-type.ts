import { diagnostic } from "../diagnostics/diagnostic";
import { resolved } from "../model/properties-of";
import type { JsonType } from "../model/schema";
import type { Comparison } from "./compare-columns";

/** A property of a type that the column's values never have, or cannot take. */
export const compareType: Comparison = ({ direction, link, property, column }, shape, { schemas }) => {
  const types = resolved(property.schema, schemas)?.types?.filter((one) => one !== "null") ?? [];
  if (shape.types.length === 0 || types.length === 0) return [];
  // A column of whole numbers is read as a number well; written, a number may have a fraction.
  const fits = (type: JsonType) =>
    shape.types.includes(type) ||
    (direction === "read" ? type === "number" && shape.types.includes("integer") : false) ||
    (direction === "write" && type === "integer" && shape.types.includes("number"));
  if (direction === "read" ? types.some(fits) : types.every(fits)) return [];
  const values = {
    operation: link.operationId,
    property: property.name,
    type: types.join(" or "),
    column: `${link.table}.${column.name}`,
    columnType: column.type.name,
  };
  return [diagnostic("check/type-differs", property.schema.span, values)];
};
