import { type Diagnostic, diagnostic } from "../../diagnostics/diagnostic";
import type { Database, Table } from "../../model/database";
import { type JsonObject, jsonObject, reference } from "./json-object";
import { printYaml } from "./print-yaml";
import { bearerScheme, type ErrorFormat, pageParameters, problemResponses, sharedSchemas } from "./shared-components";
import { nameTables } from "./table-names";
import { type PathOptions, tablePaths } from "./table-paths";
import { planTable, type TablePlan } from "./table-plan";
import { tableSchemas } from "./table-schemas";

export interface DescribeOptions {
  /** `info.title`. */
  readonly title: string;
  readonly numbers: PathOptions["numbers"];
  readonly security: PathOptions["security"];
  readonly errorFormat: ErrorFormat;
}

export interface TableDescription {
  /** An OpenAPI 3.1 description in YAML. */
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** A description of tables and views: rows are listed, and where they have a key also read, made, replaced, changed and deleted. */
export function describeTables(
  database: Database,
  tables: readonly Table[],
  { title, numbers, security, errorFormat }: DescribeOptions,
): TableDescription {
  const names = nameTables(database, tables);
  const options: PathOptions = { numbers, security, enumName: names.enumType };
  const plans = tables.map((table) => planTable(table, names.table(table), database));
  const paths = Object.assign({}, ...plans.map((plan) => tablePaths(plan, database, options))) as JsonObject;
  const schemas = Object.assign({}, ...plans.map((plan) => tableSchemas(plan, database, options))) as JsonObject;
  const document = jsonObject({
    openapi: "3.1.0",
    info: { title, version: "1.0.0" },
    tags: plans.map(({ names: { tag }, table }) => jsonObject({ name: tag, description: table.comment })),
    paths,
    components: jsonObject({
      securitySchemes: security === "none" ? undefined : bearerScheme,
      parameters: pageParameters,
      responses: problemResponses(errorFormat),
      schemas: {
        ...schemas,
        ...usedEnums(database, { paths, schemas }, names.enumType),
        ...sharedSchemas(errorFormat),
      },
    }),
  });
  return { text: printYaml(document), diagnostics: plans.flatMap(withoutKey) };
}

/** A table whose rows cannot be addressed. */
function withoutKey({ table, key }: TablePlan): readonly Diagnostic[] {
  if (table.kind === "view" || key.length > 0) return [];
  return [diagnostic("tables/no-key", table.span, { table: table.name })];
}

function usedEnums(database: Database, described: JsonObject, nameOf: PathOptions["enumName"]): JsonObject {
  const text = JSON.stringify(described);
  const used = database.enums.filter((one) => {
    return text.includes(JSON.stringify(reference("schemas", nameOf(one.schema, one.name)).$ref));
  });
  return Object.fromEntries(
    used.map(({ schema, name, values }) => [nameOf(schema, name), { type: "string", enum: values }]),
  );
}
