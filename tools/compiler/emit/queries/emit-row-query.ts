import type { ColumnLink } from "../../model/link";
import type { EmitContext } from "../emit-input";
import type { Imports } from "../imports";
import { array, call, object } from "../layout";
import { operationKey } from "../resources/input-type";
import { type Code, code, docComment, identifier, join, member, nothing, propertyKey, stringLiteral } from "../text";
import { type Assignment, assignments } from "./assignments";
import type { QueryPlan } from "./query-plan";
import type { RowMapper } from "./row-mapper";
import { sqlName, sqlTable } from "./sql-name";
import { statementName, statementText } from "./statement";

interface Statement {
  readonly lines: readonly string[];
  readonly values: readonly Code[];
}

/** The query of an operation on one row: get, create, replace, patch or delete. */
export function emitRowQuery(
  plan: QueryPlan,
  row: RowMapper | undefined,
  context: EmitContext,
  imports: Imports,
): Code {
  const { operation, link } = plan;
  const name = context.names.operation(operation.id);
  const { lines, values } = statement(plan, row);
  imports.value("explainErrors", "../../../generated/runtime/database-problem.js");
  const input = imports.type(`${context.names.operationType(operation.id)}Input`, "./types.js");
  const takesPath = plan.keys.length > 0;
  const takesBody = plan.writes.length > 0;
  const parameters = [
    code`db: Queryable`,
    ...(takesPath ? [code`path: ${input}["path"]`] : []),
    ...(takesBody ? [bodyParameter(plan, input)] : []),
  ];
  const isDelete = link.action === "delete";
  const result =
    isDelete || row === undefined ? code`boolean` : link.action === "create" ? row.item : code`${row.item} | undefined`;
  const query = code`db.query${row === undefined ? nothing : code`<${row.row}>`}({
  name: ${statementName(name)},
  text: ${identifier(name)}Sql,
  values: ${array(values, 12)},
})`;
  const explained = call(code`explainErrors`, [code`work`, ...fields(plan)], 20);
  return code`const ${identifier(name)}Sql = ${statementText(lines)};

${docComment(`\`${operationKey(operation)}\`\n${link.reason}`)}
export async function ${identifier(name)}(${signature(parameters)}): Promise<${result}> {
  const work = ${query};
  const { ${row === undefined ? code`rowCount` : code`rows`} } = await ${explained};
  ${ending(plan, row)}
}`;
}

function bodyParameter({ operation }: QueryPlan, input: Code): Code {
  const type = code`${input}["body"]`;
  return operation.requestBody?.required ? code`body: ${type}` : code`body: NonNullable<${type}>`;
}

function signature(parameters: readonly Code[]): Code {
  const line = join(parameters, ", ");
  return line.text.length < 70 ? line : code`\n  ${join(parameters, ",\n")},\n`;
}

function ending(plan: QueryPlan, row: RowMapper | undefined): Code {
  if (row === undefined) return code`return rowCount !== null && rowCount > 0;`;
  if (plan.link.action !== "create") return code`return rows[0] && ${row.mapper}(rows[0]);`;
  return code`if (rows[0] === undefined) throw new Error("the new row did not come back");\nreturn ${row.mapper}(rows[0]);`;
}

function statement(plan: QueryPlan, row: RowMapper | undefined): Statement {
  const table = sqlTable(plan.table);
  const returning = row === undefined ? [] : [`RETURNING ${row.columns.join(", ")}`];
  const keyValues = plan.keys.map(({ property }) => code`path${member(property)}`);
  switch (plan.link.action) {
    case "list":
    case "get":
      return { lines: [`SELECT ${row?.columns.join(", ")}`, `FROM ${table}`, where(plan.keys, 1)], values: keyValues };
    case "delete":
      return { lines: [`DELETE FROM ${table}`, where(plan.keys, 1)], values: keyValues };
    case "create": {
      const keys = plan.keys.map(
        ({ column }, index): Assignment => ({ column: sqlName(column), value: `$${index + 1}`, values: [] }),
      );
      const all = [...keys, ...assignments(plan, keys.length + 1)];
      const values = all.map(({ value }) => value).join(", ");
      const columns = all.map(({ column }) => column).join(", ");
      const insert = all.length === 0 ? ["DEFAULT VALUES"] : [`VALUES (${values})`];
      return {
        lines: [
          all.length === 0 ? `INSERT INTO ${table}` : `INSERT INTO ${table} (${columns})`,
          ...insert,
          ...returning,
        ],
        values: [...keyValues, ...all.flatMap((one) => one.values)],
      };
    }
    case "replace":
    case "patch": {
      const all = assignments(plan, plan.keys.length + 1);
      const set = all.map(({ column, value }) => `${column} = ${value}`).join(", ");
      return {
        lines: [`UPDATE ${table}`, `SET ${set}`, where(plan.keys, 1), ...returning],
        values: [...keyValues, ...all.flatMap((one) => one.values)],
      };
    }
    default:
      return plan.link.action satisfies never;
  }
}

function where(keys: readonly ColumnLink[], first: number): string {
  return `WHERE ${keys.map(({ column }, index) => `${sqlName(column)} = $${index + first}`).join(" AND ")}`;
}

/** Where a value that PostgreSQL refuses stands in the request; none: nothing is written. */
function fields(plan: QueryPlan): readonly Code[] {
  if (plan.link.action === "delete" || plan.link.action === "get") return [];
  const path = plan.keys.map(({ property, column }) => [column, `path.${property}`] as const);
  const body = plan.writes.map(({ property, column }) => [column, `body.${property}`] as const);
  // A body may have the key, too; then that is what was written.
  const fieldOf = new Map([...path, ...body]);
  const entries = [...fieldOf].map(([column, field]) => code`${propertyKey(column)}: ${stringLiteral(field)}`);
  return [object(entries, 45)];
}
