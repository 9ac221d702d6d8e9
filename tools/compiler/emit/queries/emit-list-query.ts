import type { EmitContext } from "../emit-input";
import type { Imports } from "../imports";
import { array } from "../layout";
import { operationKey } from "../resources/input-type";
import { type Code, code, docComment, identifier, join, member, nothing, propertyKey, stringLiteral } from "../text";
import type { ListPlan, QueryPlan } from "./query-plan";
import type { RowMapper } from "./row-mapper";
import { sqlName, sqlTable } from "./sql-name";
import { statementName } from "./statement";

/** How many rows a list has at most that has no parameter for it. */
const defaultLimit = code`100`;

/** The query of a list: filters, one of the allowed orders, one page by keyset. */
export function emitListQuery(
  plan: QueryPlan,
  list: ListPlan,
  row: RowMapper,
  context: EmitContext,
  imports: Imports,
): Code {
  const { operation, table, link } = plan;
  const name = identifier(context.names.operation(operation.id));
  imports.value("selectPage", "../../../generated/runtime/page.js");
  imports.type("ResultPage", "../../../generated/runtime/page.js");
  const input = () => imports.type(`${context.names.operationType(operation.id)}Input`, "./types.js");
  const takesQuery = operation.parameters.some((parameter) => parameter.in === "query");
  const parameters = [
    code`db: Queryable`,
    ...(plan.keys.length > 0 ? [code`path: ${input()}["path"]`] : []),
    ...(takesQuery ? [code`query: ${input()}["query"]`] : []),
  ];
  const { key } = list;
  // What a cursor is made of must come with the rows.
  const placed = list.isCounted ? [] : [...list.orders.map(({ column }) => sqlName(column.name)), ...key];
  const selected = new Set([...row.columns, ...placed]);
  const where = [
    ...plan.keys.map(({ property, column }) => condition(column, code`path${member(property)}`, `path.${property}`)),
    ...list.filters.map(({ property, column, isList }) =>
      condition(column, code`query${member(property)}`, `query.${property}`, isList),
    ),
  ];
  const [first] = list.orders;
  const sort =
    list.isSortGiven || first === undefined ? code`query.sort` : code`query.sort ?? ${stringLiteral(first.value)}`;
  const order = first === undefined ? defaultOrder(key) : code`${name}Orders[${sort}]`;
  const limit = { given: code`query.limit`, optional: code`query.limit ?? ${defaultLimit}`, none: defaultLimit }[
    list.limit
  ];
  const result = list.parent === undefined ? code`ResultPage<${row.item}>` : code`ResultPage<${row.item}> | undefined`;
  const entries = [
    code`select: ${stringLiteral(`SELECT ${[...selected].join(", ")} FROM ${sqlTable(table)}`)}`,
    code`where: ${array(where, 20)}`,
    code`order: ${order}`,
    code`key: ${array(key.map(stringLiteral), 12)}`,
    ...(list.isCounted ? [code`isCounted: true`] : []),
    code`limit: ${limit}`,
    code`cursor: ${list.hasCursor ? code`query.cursor` : code`undefined`}`,
  ];
  return code`${orders(name, list, imports)}${docComment(`\`${operationKey(operation)}\`\n${link.reason}`)}
export async function ${name}(${signature(parameters)}): Promise<${result}> {
  const page = await selectPage<${row.row}>(db, {
    ${join(entries, ",\n")},
  });${parentCheck(plan, list, context)}
  return { ...page, items: page.items.map(${row.mapper}) };
}`;
}

function condition(column: string, value: Code, field: string, isList = false): Code {
  return array([stringLiteral(`${sqlName(column)} = ${isList ? "ANY " : ""}`), value, stringLiteral(field)]);
}

function signature(parameters: readonly Code[]): Code {
  const line = join(parameters, ", ");
  return line.text.length < 70 ? line : code`\n  ${join(parameters, ",\n")},\n`;
}

function orders(name: Code, list: ListPlan, imports: Imports): Code {
  if (list.orders.length === 0) return nothing;
  const order = imports.type("SortOrder", "../../../generated/runtime/page.js");
  const entries = list.orders.map(({ value, column, direction }) => {
    const nullable = column.nullable ? code`, nullable: true` : nothing;
    return code`${propertyKey(value)}: { column: ${stringLiteral(sqlName(column.name))}, direction: ${stringLiteral(direction)}${nullable} }`;
  });
  return code`const ${name}Orders = {\n  ${join(entries, ",\n")},\n} as const satisfies Readonly<Record<string, ${order}>>;\n\n`;
}

function defaultOrder(key: readonly string[]): Code {
  return code`{ column: ${stringLiteral(key[0] ?? "")}, direction: "ASC" }`;
}

/** An empty list may mean that there is nothing to list, or nothing that it could belong to. */
function parentCheck(plan: QueryPlan, { parent }: ListPlan, context: EmitContext): Code {
  if (parent === undefined) return nothing;
  const conditions = parent.keys.map(({ column }, at) => `${sqlName(column)} = $${at + 1}`);
  const text = `SELECT 1 FROM ${sqlTable(parent.table)} WHERE ${conditions.join(" AND ")}`;
  return code`
if (page.items.length === 0) {
  const { rows } = await db.query({
    name: ${statementName(`${context.names.operation(plan.operation.id)}Parent`)},
    text: ${stringLiteral(text)},
    values: ${array(
      parent.keys.map(({ property }) => code`path${member(property)}`),
      12,
    )},
  });
  if (rows.length === 0) return undefined;
}`;
}
