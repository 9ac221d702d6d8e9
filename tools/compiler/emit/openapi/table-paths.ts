import type { Database } from "../../model/database";
import { knownType } from "../queries/column-kind";
import { type ColumnSchemaOptions, parameterSchema } from "./column-schema";
import { type JsonObject, jsonObject, reference } from "./json-object";
import { problemReferences } from "./shared-components";
import type { PlannedColumn, TablePlan } from "./table-plan";
import { writtenColumns } from "./table-schemas";

export interface PathOptions extends ColumnSchemaOptions {
  /** Which operations need a bearer token. */
  readonly security: "none" | "writes" | "all";
}

/** Paths of a table: its collection, and its rows where they have a key. */
export function tablePaths(plan: TablePlan, database: Database, options: PathOptions): JsonObject {
  const { table, names, key } = plan;
  const hint = { table: `${table.schema}.${table.name}` };
  const isReadOnly = key.length === 0;
  const collection = jsonObject({
    "x-specline": hint,
    get: listOperation(plan, database, options),
    post: isReadOnly ? undefined : createOperation(plan, options),
  });
  if (isReadOnly) return { [names.path]: collection };
  const parameters = key.map((one, at) => ({ ...one, name: parameterName(one, at) }));
  const renamed = parameters.filter(({ name, property }) => name !== property);
  const columns = Object.fromEntries(renamed.map(({ name, column }) => [name, column.name]));
  const path = [names.path, ...parameters.map(({ name }) => `{${name}}`)].join("/");
  const isChanged = writtenColumns(plan, "replace").length > 0;
  return {
    [names.path]: collection,
    [path]: jsonObject({
      "x-specline": renamed.length > 0 ? { ...hint, columns } : hint,
      parameters: parameters.map(({ name, column }) => ({
        name,
        in: "path",
        required: true,
        schema: parameterSchema(column, table, database, options),
      })),
      get: rowOperation(plan, options, "get"),
      put: isChanged ? rowOperation(plan, options, "replace") : undefined,
      patch: isChanged ? rowOperation(plan, options, "patch") : undefined,
      delete: rowOperation(plan, options, "delete"),
    }),
  };
}

/** Path templates have names of their own rules; what cannot stand there is called otherwise, and `x-specline` says how. */
function parameterName({ property }: PlannedColumn, at: number): string {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(property) ? property : `key${at === 0 ? "" : at + 1}`;
}

function listOperation(plan: TablePlan, database: Database, options: PathOptions): JsonObject {
  const { table, names, key, filters, sorts } = plan;
  const values = sorts.flatMap(({ property }) => [property, `-${property}`]);
  const standard = sorts.find((one) => one.isKey)?.property ?? values[0];
  const sort = {
    name: "sort",
    in: "query",
    description: "Order of the rows; a leading `-` is descending.",
    schema: jsonObject({ type: "string", enum: values, default: standard }),
  };
  const counted = "Its rows have no key: a page may repeat or leave out rows while others come and go.";
  return jsonObject({
    operationId: `list${names.base}`,
    tags: [names.tag],
    summary: `List rows of ${table.name}`,
    description: key.length === 0 ? counted : undefined,
    security: security(plan, options, false),
    parameters: [
      reference("parameters", "Limit"),
      reference("parameters", "Cursor"),
      ...(values.length > 0 ? [sort] : []),
      ...filters.map((one) => filterParameter(one, plan, database, options)),
    ],
    responses: {
      "200": success("One page.", `${names.base}Page`),
      ...problems(plan, options, false, [400]),
    },
  });
}

/** Of numbers and listed values several may be given: rows that have one of them. */
function filterParameter(
  { column, property }: PlannedColumn,
  { table }: TablePlan,
  database: Database,
  options: PathOptions,
): JsonObject {
  const schema = parameterSchema(column, table, database, options);
  const isList = ["integer", "bigint", "uuid", "enum"].includes(knownType(column.type, database).kind);
  return {
    name: property,
    in: "query",
    description: isList ? "Only rows with this value, or with one of several." : "Only rows with this value.",
    schema: isList ? { type: "array", minItems: 1, maxItems: 100, items: schema } : schema,
  };
}

function createOperation(plan: TablePlan, options: PathOptions): JsonObject {
  const { table, names } = plan;
  return jsonObject({
    operationId: `create${names.base}`,
    tags: [names.tag],
    summary: `Add a row to ${table.name}`,
    security: security(plan, options, true),
    requestBody: writtenColumns(plan, "create").length > 0 ? body(`${names.base}Create`) : undefined,
    responses: {
      "201": {
        ...success("The new row.", `${names.base}Reply`),
        headers: { Location: { description: "Path of the new row.", schema: { type: "string" } } },
      },
      ...problems(plan, options, true, [400, 409, 422]),
    },
  });
}

const rowActions = {
  get: { id: "get", summary: "Read a row of", statuses: [400, 404] },
  replace: { id: "replace", summary: "Replace a row of", statuses: [400, 404, 409, 422] },
  patch: { id: "update", summary: "Change a row of", statuses: [400, 404, 409, 422] },
  delete: { id: "delete", summary: "Delete a row of", statuses: [400, 404, 409] },
} as const;

function rowOperation(plan: TablePlan, options: PathOptions, action: keyof typeof rowActions): JsonObject {
  const { table, names } = plan;
  const { id, summary, statuses } = rowActions[action];
  const isWrite = action !== "get";
  const bodies = {
    get: undefined,
    delete: undefined,
    replace: body(`${names.base}Replace`),
    patch: body(`${names.base}Patch`),
  };
  const done: JsonObject =
    action === "delete"
      ? { "204": { description: "It is gone." } }
      : { "200": success("The row.", `${names.base}Reply`) };
  return jsonObject({
    operationId: `${id}${names.base}`,
    tags: [names.tag],
    summary: `${summary} ${table.name}`,
    description: action === "replace" ? "What is left out gets its default, or null. The key stays." : undefined,
    security: security(plan, options, isWrite),
    requestBody: bodies[action],
    responses: { ...done, ...problems(plan, options, isWrite, statuses) },
  });
}

function success(description: string, schema: string): JsonObject {
  return { description, content: { "application/json": { schema: reference("schemas", schema) } } };
}

function body(schema: string): JsonObject {
  return { required: true, content: { "application/json": { schema: reference("schemas", schema) } } };
}

function problems(plan: TablePlan, options: PathOptions, isWrite: boolean, statuses: readonly number[]): JsonObject {
  const isSecured = security(plan, options, isWrite) !== undefined;
  return problemReferences([...statuses, ...(isSecured ? [401, 403] : []), 429, 500]);
}

function security({ names }: TablePlan, options: PathOptions, isWrite: boolean): readonly JsonObject[] | undefined {
  const isSecured = options.security === "all" || (options.security === "writes" && isWrite);
  return isSecured ? [{ bearerAuth: [`${names.tag}:${isWrite ? "write" : "read"}`] }] : undefined;
}
