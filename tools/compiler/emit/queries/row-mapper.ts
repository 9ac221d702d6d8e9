import type { EmitContext } from "../emit-input";
import type { Imports } from "../imports";
import { type Code, code, identifier, join, member, nothing, numberLiteral, propertyKey, stringLiteral } from "../text";
import type { QueryPlan, ReadColumn } from "./query-plan";
import { sqlName } from "./sql-name";

/** How rows of a table become items of a reply. */
export interface RowMapper {
  /** Type of the item. */
  readonly item: Code;
  readonly row: Code;
  readonly mapper: Code;
  /** The row's interface and the mapping function. */
  readonly declaration: Code;
  /** `id, name`: what a statement selects. */
  readonly columns: readonly string[];
}

/** `undefined`: the reply has no body. */
export function rowMapper(plan: QueryPlan, { names }: EmitContext, imports: Imports): RowMapper | undefined {
  const { form, operation, reads } = plan;
  if (form.item === undefined) return undefined;
  const isNamed = form.item.kind === "ref";
  const base = form.item.kind === "ref" ? names.schema(form.item.to) : names.operationType(operation.id);
  const item = isNamed
    ? imports.type(base, `../../../generated/schemas/${base}.js`)
    : inlineItem(plan, imports.type(`${base}Reply`, "./types.js"));
  const row = code`${identifier(base)}Row`;
  const mapper = code`to${identifier(base)}`;
  const members = reads.map((read) => rowMember(read, item));
  const values = reads.map((read) => propertyValue(read, imports));
  const declaration = code`interface ${row} {
  ${join(members, "\n")}
}

function ${mapper}(row: ${row}): ${item} {
  return {
    ${join(values, ",\n")},
  };
}`;
  return { item, row, mapper, declaration, columns: reads.map(selected) };
}

/** A name, or an expression under that name. */
function selected({ column: { name }, form: { selectAs } }: ReadColumn): string {
  const column = sqlName(name);
  const expressions = {
    column,
    text: `${column}::text AS ${column}`,
    texts: `${column}::text[] AS ${column}`,
    json: `to_jsonb(${column}) AS ${column}`,
  };
  return expressions[selectAs];
}

function inlineItem(plan: QueryPlan, reply: Code): Code {
  const body = code`Extract<${reply}, { status: ${numberLiteral(plan.form.status)} }>["body"]`;
  const data = plan.form.kind === "envelope" ? code`${body}["data"]` : body;
  return plan.list === undefined ? data : code`${data}[number]`;
}

/** A row has every column: what its member takes from the property's type may hold null, never undefined. */
function rowMember(
  { property, column, form, isNullable, isOptional, mayBeMissing, admitsNull }: ReadColumn,
  item: Code,
): Code {
  const { codec } = form;
  const own = code`${item}[${stringLiteral(property)}]`;
  const filled = mayBeMissing || admitsNull ? code`NonNullable<${own}>` : own;
  const given = mayBeMissing ? code`Exclude<${own}, undefined>` : own;
  const raw = codec === "toBase64" ? code`Uint8Array` : code`string`;
  const type = codec !== "as-is" ? raw : isOptional || !isNullable ? filled : given;
  const isNull = isNullable && (codec !== "as-is" || isOptional);
  return code`readonly ${propertyKey(column.name)}: ${type}${isNull ? code` | null` : nothing};`;
}

function propertyValue(
  { property, column, form: { codec }, isNullable, isOptional }: ReadColumn,
  imports: Imports,
): Code {
  const value = code`row${member(column.name)}`;
  const converted =
    codec === "as-is" ? value : code`${imports.value(codec, "../../../generated/runtime/columns.js")}(${value})`;
  const key = propertyKey(property);
  if (isOptional) return code`...(${value} === null ? {} : { ${key}: ${converted} })`;
  if (isNullable && codec !== "as-is") return code`${key}: ${value} === null ? null : ${converted}`;
  return code`${key}: ${converted}`;
}
