import { diagnostic } from "../diagnostics/diagnostic";
import { resolved } from "../model/properties-of";
import type { Comparison } from "./compare-columns";

/** Values that only one of the API and the database's enum knows. */
export const compareValues: Comparison = ({ direction, link, property, column }, shape, { schemas }) => {
  const schema = resolved(property.schema, schemas);
  const listed = schema?.enum ?? (schema?.const === undefined ? undefined : [schema.const]);
  if (shape.values === undefined || listed === undefined) return [];
  const inApi = listed.filter((one) => one !== null).map(String);
  const only = direction === "write" ? difference(inApi, shape.values) : difference(shape.values, inApi);
  if (only.length === 0) return [];
  const values = {
    operation: link.operationId,
    property: property.name,
    column: `${link.table}.${column.name}`,
    values: only.map((one) => `\`${one}\``).join(", "),
  };
  const code = direction === "write" ? "check/value-unknown-to-column" : "check/value-unknown-to-api";
  return [diagnostic(code, property.schema.span, values)];
};

function difference(these: readonly string[], those: readonly string[]): readonly string[] {
  return these.filter((one) => !those.includes(one));
}
