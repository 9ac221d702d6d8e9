import type { EmitContext } from "../emit-input";
import type { Source } from "../header";
import { Imports } from "../imports";
import { reservedValues } from "../names/reserved";
import { camelCase, kebabCase } from "../names/words";
import { exportedName } from "../resources/exported-name";
import { handlerPath } from "../resources/resource-path";
import { type Code, code, identifier, join, member, numberLiteral, stringLiteral } from "../text";
import type { QueryPlan, ReadColumn } from "./query-plan";
import { rowKey } from "./row-key";

/** The handler of an operation that its query answers whole. */
export function emitHandler(plan: QueryPlan, context: EmitContext): Source {
  const { operation, link, form } = plan;
  const path = handlerPath(operation, context);
  const imports = new Imports();
  const type = imports.type(context.names.operationType(operation.id), "../generated/types.js");
  imports.namespace("queries", "../generated/queries.js");
  const isList = link.action === "list";
  const taken = [
    ...(plan.keys.length > 0 ? [code`path`] : []),
    ...(isList && operation.parameters.some((parameter) => parameter.in === "query") ? [code`query`] : []),
    ...(plan.writes.length > 0 ? [code`body`] : []),
  ];
  const needed = [
    code`db`,
    ...(form.meta.includes("requestId") ? [code`requestId`] : []),
    ...(locationKeys(plan).length === 0 ? [] : [code`requestPath`]),
  ];
  const input = taken.length === 0 ? code`_input` : code`{ ${join(taken, ", ")} }`;
  const query = code`await queries${member(context.names.operation(operation.id))}(${join([code`db`, ...taken], ", ")})`;
  const lines = answer(plan, query, identifier(itemName(plan, context)), () => {
    const notFound = imports.value("notFound", "../../../generated/runtime/problem.js");
    return code`throw ${notFound}(${stringLiteral(`There is no such ${wordsFor(plan, context)}.`)});`;
  });
  const body = code`${imports.print()}export const ${identifier(exportedName(path))}: ${type} = async (${input}, { ${join(needed, ", ")} }) => {
  ${lines}
};`;
  return { path, body };
}

function answer(plan: QueryPlan, query: Code, item: Code, notFound: () => Code): Code {
  const { link, form, list } = plan;
  const status = code`status: ${numberLiteral(form.status)}`;
  if (form.item === undefined) {
    if (link.action === "create") return code`${query};\nreturn { ${status} };`;
    return code`if (!(${query})) ${notFound()}\nreturn { ${status} };`;
  }
  const mayBeMissing = list === undefined ? link.action !== "create" : list.parent !== undefined;
  const check = mayBeMissing ? code`if (${item} === undefined) ${notFound()}\n` : code``;
  const keys = locationKeys(plan);
  const data = list === undefined ? item : code`${item}.items`;
  const body = form.kind === "bare" ? data : code`{ data: ${data}${meta(plan, item)} }`;
  if (keys.length === 0) return code`const ${item} = ${query};\n${check}return { ${status}, body: ${body} };`;
  const segments = keys.map(({ property, form, column }) => {
    const value = code`${item}${member(property)}`;
    // Numbers and the like have no characters that a path would need to encode.
    const isSafe = form.codec === "toInteger" || /^(int[248]|uuid|date|bool)$/.test(column.type.name);
    return isSafe ? code`/\${${value}}` : code`/\${encodeURIComponent(${value})}`;
  });
  const location = code`headers: { location: \`\${requestPath}${join(segments, "")}\` }`;
  return code`const ${item} = ${query};
return {
  ${status},
  ${location},
  body: ${body},
};`;
}

function meta({ form }: QueryPlan, item: Code): Code {
  if (form.meta.length === 0) return code``;
  const entries = form.meta.map((name) =>
    name === "requestId" ? code`requestId` : code`nextCursor: ${item}.nextCursor`,
  );
  return code`, meta: { ${join(entries, ", ")} }`;
}

/**
 * Properties whose values end the path of a new row: those of the key that the request's own path does not give. Empty: the
 * description promises no `Location`, or the reply does not tell the key.
 */
function locationKeys({ link, form, table, reads, keys }: QueryPlan): readonly ReadColumn[] {
  if (link.action !== "create" || !form.hasLocation) return [];
  const own = rowKey(table).filter((name) => !keys.some(({ column }) => column === name));
  const found = own.flatMap((name) => reads.find(({ column }) => column.name === name) ?? []);
  return found.length === own.length && found.every(({ isOptional }) => !isOptional) ? found : [];
}

function itemName(plan: QueryPlan, context: EmitContext): string {
  if (plan.list !== undefined) return "page";
  const item = plan.form.item;
  const name = item?.kind === "ref" ? camelCase(context.names.schema(item.to), "row") : "row";
  return reservedValues.has(name) || ["requestId", "requestPath", "notFound"].includes(name) ? "row" : name;
}

/** `order item`, for people. */
function wordsFor(plan: QueryPlan, context: EmitContext): string {
  const table = plan.list?.parent?.table ?? plan.table;
  const item = plan.form.item;
  const name = plan.list === undefined && item?.kind === "ref" ? context.names.schema(item.to) : table.name;
  return kebabCase(name, "row")
    .replaceAll("-", " ")
    .replace(/^(\w+)ies$/, "$1y")
    .replace(/(\w)s$/, "$1");
}
