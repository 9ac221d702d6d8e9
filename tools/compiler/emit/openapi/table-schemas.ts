import type { Database } from "../../model/database";
import { type ColumnSchemaOptions, columnSchema } from "./column-schema";
import { type JsonObject, jsonObject, reference } from "./json-object";
import type { PlannedColumn, TablePlan } from "./table-plan";

/** Columns of the bodies that make, replace and change a row. A key that tells rows apart is never changed. */
export function writtenColumns(
  { columns }: TablePlan,
  action: "create" | "replace" | "patch",
): readonly PlannedColumn[] {
  return columns.filter((one) => !one.isReadOnly && (action === "create" || !one.isKey));
}

/** Components of a table: a row, the bodies that write one, and the replies. */
export function tableSchemas(plan: TablePlan, database: Database, options: ColumnSchemaOptions): JsonObject {
  const { table, names, columns } = plan;
  const schemaOf = ({ column }: PlannedColumn) => columnSchema(column, table, database, options);
  const properties = (wanted: readonly PlannedColumn[], isReply: boolean) =>
    Object.fromEntries(
      wanted.map((one) => [one.property, withTexts(schemaOf(one), one.column.comment, isReply && one.isReadOnly)]),
    );
  const body = (action: "create" | "replace" | "patch") => {
    const written = writtenColumns(plan, action);
    const required = action === "patch" ? [] : written.filter((one) => one.isRequired).map((one) => one.property);
    return jsonObject({
      type: "object",
      additionalProperties: false,
      required: required.length > 0 ? required : undefined,
      minProperties: action === "patch" ? 1 : undefined,
      properties: properties(written, false),
    });
  };
  const isWritten = plan.key.length > 0;
  const isChanged = isWritten && writtenColumns(plan, "replace").length > 0;
  const row = jsonObject({
    type: "object",
    description: table.comment,
    required: columns.map((one) => one.property),
    properties: properties(columns, true),
  });
  const reply = (data: JsonObject, meta: string): JsonObject => ({
    type: "object",
    required: ["data", "meta"],
    properties: { data, meta: reference("schemas", meta) },
  });
  return jsonObject({
    [names.base]: row,
    [`${names.base}Create`]: isWritten && writtenColumns(plan, "create").length > 0 ? body("create") : undefined,
    [`${names.base}Replace`]: isChanged ? body("replace") : undefined,
    [`${names.base}Patch`]: isChanged ? body("patch") : undefined,
    [`${names.base}Reply`]: isWritten ? reply(reference("schemas", names.base), "Meta") : undefined,
    [`${names.base}Page`]: reply({ type: "array", items: reference("schemas", names.base) }, "PageMeta"),
  });
}

/** A description may stand beside a `$ref` in OpenAPI 3.1, `readOnly` too. */
function withTexts(schema: JsonObject, comment: string | undefined, isReadOnly: boolean): JsonObject {
  return jsonObject({ ...schema, description: comment ?? schema.description, readOnly: isReadOnly ? true : undefined });
}
