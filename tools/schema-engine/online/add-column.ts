import type { ColumnDef, Node } from "libpg-query";
import { quoted } from "../plan/table-name";
import { addIdentityColumn } from "./add-identity-column";
import { fillWithDefault } from "./fill-in-batches";
import { alone, type OnlineForm, together } from "./online-form";
import type { SchemaFacts } from "./schema-facts";
import { notNullByCheck, validation } from "./set-not-null";
import { shortName } from "./short-name";

/**
 * A column with a volatile default, whose value PostgreSQL computes for each row by writing the table anew under an exclusive lock
 * (manual, ALTER TABLE, Notes): the column comes empty, rows that follow get the default, and those before get it in batches.
 */
export function addColumn(sql: string, table: string, column: ColumnDef, facts: SchemaFacts): OnlineForm | undefined {
  const name = column.colname;
  const constraints = (column.constraints ?? []).flatMap((one) => ("Constraint" in one ? [one.Constraint] : []));
  if (constraints.some((one) => one.contype === "CONSTR_IDENTITY")) return addIdentityColumn(sql, table, column, facts);
  const expression = constraints.find((one) => one.contype === "CONSTR_DEFAULT")?.raw_expr;
  if (name === undefined || expression === undefined || !facts.isPlainTable(table)) return undefined;
  // The plain form fires nothing, whoever runs it; switching triggers off needs a right that the role may lack.
  if (!facts.isUpdatedAlone(table)) return undefined;
  const others = constraints.filter(
    (one) => !["CONSTR_DEFAULT", "CONSTR_NOTNULL", "CONSTR_NULL"].includes(one.contype ?? ""),
  );
  if (others.length > 0 || !isVolatile(expression, facts)) return undefined;
  const isNotNull = constraints.some((one) => one.contype === "CONSTR_NOTNULL");
  const written = /^(ALTER\s+TABLE\s+[\s\S]*?\bADD\s+COLUMN\s+[\s\S]*?)\s+DEFAULT\s+([\s\S]*)$/i.exec(sql);
  if (written === null) return undefined;
  const definition = (written[1] ?? "").replace(/\s+NOT\s+NULL\b/i, "");
  const value = (written[2] ?? "").replace(/\s+NOT\s+NULL\s*$/i, "");
  const check = shortName(`${name}_not_null`, table);
  return {
    inPlace: [definition, `ALTER TABLE ${table} ALTER COLUMN ${quoted(name)} SET DEFAULT ${value}`],
    later: [
      alone(fillWithDefault(table, name, facts)),
      ...(isNotNull
        ? [
            together(
              `ALTER TABLE ${table} ADD CONSTRAINT ${quoted(check)} CHECK (${quoted(name)} IS NOT NULL) NOT VALID`,
            ),
            together(validation(table, check)),
          ]
        : []),
    ],
    ...(isNotNull ? { whenValid: notNullByCheck(table, name, check, facts.notNullName(table, quoted(name))) } : {}),
    table,
    names: [],
    columns: [name],
    isReferredTo: false,
    unsure: [],
    cleaning: isNotNull ? [`ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${quoted(check)}`] : [],
  };
}

function isVolatile(node: Node, facts: SchemaFacts): boolean {
  return functionNames(node).some((name) => facts.isVolatile(name));
}

function functionNames(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).flatMap(functionNames);
  if (!("FuncCall" in value)) return inner;
  const call = value.FuncCall as { readonly funcname?: readonly Node[] };
  const last = call.funcname?.at(-1);
  return last !== undefined && "String" in last ? [last.String.sval ?? "", ...inner] : inner;
}
