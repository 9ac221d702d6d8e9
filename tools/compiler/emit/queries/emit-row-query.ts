import type { ColumnLink } from "../../model/link";
import type { EmitContext } from "../emit-input";
import type { Imports } from "../imports";
import { array, call, object } from "../layout";
import { operationKey } from "../resources/input-type";
import {
  type Code,
  code,
  docComment,
  identifier,
  join,
  member,
  nothing,
  numberLiteral,
  propertyKey,
  stringLiteral,
} from "../text";
import { type Assignment, assignments } from "./assignments";
import { fieldsOf } from "./fields-of";
import type { QueryPlan } from "./query-plan";
import type { RowMapper } from "./row-mapper";
import { sqlName, sqlTable } from "./sql-name";
import { statementName, statementText } from "./statement";

interface Statement {
  readonly lines: readonly string[];
  readonly values: readonly Code[];
  /** Where each of the values stands in the request. */
  readonly places: readonly string[];
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
  const { lines, values, places } = statement(plan, row, imports);
  imports.value("explainErrors", "../../../generated/runtime/database-problem.js");
  const input = () => imports.type(`${context.names.operationType(operation.id)}Input`, "./types.js");
  const parameters = [
    code`db: Queryable`,
    ...(plan.keys.length > 0 ? [code`path: ${input()}["path"]`] : []),
    ...(plan.writes.length > 0 ? [bodyParameter(plan, input())] : []),
  ];
  const result =
    row === undefined ? code`boolean` : link.action === "create" ? row.item : code`${row.item} | undefined`;
  const query = code`db.query${row === undefined ? nothing : code`<${row.row}>`}({
  name: ${statementName(name)},
  text: ${identifier(name)}Sql,
  values: ${array(values, 12)},
})`;
  const explained = call(code`explainErrors`, [code`work`, ...explanation(plan, places)], 20);
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

function statement(plan: QueryPlan, row: RowMapper | undefined, imports: Imports): Statement {
  const table = sqlTable(plan.table);
  const returning = row === undefined ? [] : [`RETURNING ${row.columns.join(", ")}`];
  const keyValues = plan.keys.map(({ property }) => code`path${member(property)}`);
  const keyPlaces = plan.keys.map(({ property }) => `path.${property}`);
  const placesOf = (all: readonly Assignment[]) => [
    ...keyPlaces,
    ...all.flatMap(({ values, field }) => values.map(() => field)),
  ];
  switch (plan.link.action) {
    case "list":
    case "get":
      return {
        lines: [`SELECT ${row?.columns.join(", ")}`, `FROM ${table}`, where(plan.keys, 1)],
        values: keyValues,
        places: keyPlaces,
      };
    case "delete":
      return {
        lines: [`DELETE FROM ${table}`, where(plan.keys, 1), ...returning],
        values: keyValues,
        places: keyPlaces,
      };
    case "create": {
      const keys = plan.keys.map(
        ({ column, property }, index): Assignment => ({
          column: sqlName(column),
          value: `$${index + 1}`,
          values: [],
          field: `path.${property}`,
        }),
      );
      const all = [...keys, ...assignments(plan, keys.length + 1, imports)];
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
        places: placesOf(all),
      };
    }
    case "replace":
    case "patch": {
      const all = assignments(plan, plan.keys.length + 1, imports);
      const set = all.map(({ column, value }) => `${column} = ${value}`).join(", ");
      return {
        lines: [`UPDATE ${table}`, `SET ${set}`, where(plan.keys, 1), ...returning],
        values: [...keyValues, ...all.flatMap((one) => one.values)],
        places: placesOf(all),
      };
    }
    default:
      return plan.link.action satisfies never;
  }
}

function where(keys: readonly ColumnLink[], first: number): string {
  return `WHERE ${keys.map(({ column }, index) => `${sqlName(column)} = $${index + first}`).join(" AND ")}`;
}

/** Where values that PostgreSQL refuses stand in the request: by column or constraint, and by parameter; and what that answers. */
function explanation(plan: QueryPlan, places: readonly string[]): readonly Code[] {
  const parameters = code`parameters: ${array(places.map(stringLiteral), 45)}`;
  // That a row is still referred to is no fault of the path: only what is written has columns.
  if (plan.link.action === "delete" || plan.link.action === "get") return [object([]), object([parameters], 30)];
  const fields = [...fieldsOf(plan)];
  const entries = fields.map(([name, own]) => {
    const [only, ...more] = own.map(stringLiteral);
    return code`${propertyKey(name)}: ${only !== undefined && more.length === 0 ? only : array(own.map(stringLiteral))}`;
  });
  // A key that looks like an index comes first in Object.values.
  const isSame =
    places.join("\n") ===
    fields
      .slice(0, places.length)
      .map(([, own]) => own.join())
      .join("\n");
  const isOrdered = isSame && !fields.some(([name]) => /^\d+$/.test(name));
  const options = [
    ...(isOrdered ? [] : [parameters]),
    ...(plan.violation === 400 ? [] : [code`violation: ${numberLiteral(plan.violation)}`]),
  ];
  return [object(entries, 45), ...(options.length === 0 ? [] : [object(options, 30)])];
}
