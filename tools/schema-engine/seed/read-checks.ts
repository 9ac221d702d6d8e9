import type { A_Expr, Node } from "libpg-query";
import { bothRules, type ColumnOrder, noRules, type ValueRules } from "./value-rules";

export interface CheckRules {
  /** By name of the column; `VALUE` of a domain is the name `value`. */
  readonly columns: ReadonlyMap<string, ValueRules>;
  readonly orders: readonly ColumnOrder[];
}

/**
 * Reads the common forms of CHECK expressions: comparisons with constants and between columns, BETWEEN, IN, length(), patterns,
 * LIKE without wildcards in the middle, IS [NOT] NULL, joined by AND. Of an OR the first readable side is taken. What is not
 * understood is left to PostgreSQL, which refuses the row.
 */
export async function readChecks(expressions: readonly string[]): Promise<CheckRules> {
  const { parse } = await import("libpg-query");
  const columns = new Map<string, ValueRules>();
  const orders: ColumnOrder[] = [];
  const add = (column: string, rules: Partial<ValueRules>) => {
    columns.set(column, bothRules(columns.get(column) ?? noRules, { ...noRules, ...rules }));
  };
  for (const expression of expressions) {
    const { stmts } = await parse(`SELECT ${expression}`);
    const statement = stmts?.[0]?.stmt;
    const target =
      statement !== undefined && "SelectStmt" in statement ? statement.SelectStmt.targetList?.[0] : undefined;
    const value = target !== undefined && "ResTarget" in target ? target.ResTarget.val : undefined;
    if (value !== undefined) readNode(value, add, orders);
  }
  return { columns, orders };
}

type Add = (column: string, rules: Partial<ValueRules>) => void;

function readNode(node: Node, add: Add, orders: ColumnOrder[]): void {
  if ("BoolExpr" in node) {
    const all = node.BoolExpr.args ?? [];
    if (node.BoolExpr.boolop === "AND_EXPR") for (const one of all) readNode(one, add, orders);
    // One true side is enough. `x IS NULL OR …`: the other side says how a value must look.
    if (node.BoolExpr.boolop === "OR_EXPR") {
      const chosen = all.find((one) => !("NullTest" in one)) ?? all[0];
      if (chosen !== undefined) readNode(chosen, add, orders);
    }
  } else if ("NullTest" in node) {
    const column = node.NullTest.arg === undefined ? undefined : columnOf(node.NullTest.arg);
    if (column !== undefined) add(column, { isNull: node.NullTest.nulltesttype === "IS_NULL" });
  } else if ("A_Expr" in node) readExpression(node.A_Expr, add, orders);
  else {
    const column = columnOf(node);
    if (column !== undefined) add(column, { values: [true] });
  }
}

function readExpression(expression: A_Expr, add: Add, orders: ColumnOrder[]): void {
  const { lexpr, rexpr } = expression;
  if (lexpr === undefined || rexpr === undefined) return;
  const operator = nameOf(expression.name);
  if (expression.kind === "AEXPR_OP_ANY" || expression.kind === "AEXPR_IN") {
    const column = columnOf(lexpr);
    const values = listOf(rexpr);
    if (column !== undefined && values !== undefined && operator === "=") add(column, { values });
    return;
  }
  if (expression.kind === "AEXPR_BETWEEN") {
    const [low, high] = listOf(rexpr) ?? [];
    compare(">=", lexpr, low, add);
    compare("<=", lexpr, high, add);
    return;
  }
  const right = constantOf(rexpr);
  const left = constantOf(lexpr);
  if (right !== undefined) compare(operator, lexpr, right, add);
  else if (left !== undefined) compare(mirrored[operator] ?? operator, rexpr, left, add);
  else {
    const [a, b] = [columnOf(lexpr), columnOf(rexpr)];
    if (a === undefined || b === undefined) return;
    if (operator === "<" || operator === "<=") orders.push({ lower: a, upper: b, isStrict: operator === "<" });
    if (operator === ">" || operator === ">=") orders.push({ lower: b, upper: a, isStrict: operator === ">" });
  }
}

const mirrored: Readonly<Record<string, string>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

function compare(operator: string, subject: Node, value: string | number | boolean | undefined, add: Add): void {
  const measured = lengthOf(subject);
  const column = measured ?? columnOf(subject);
  if (column === undefined || value === undefined) return;
  const known = exactRules(operator, value, measured !== undefined);
  if (known !== undefined) {
    add(column, known);
    return;
  }
  const number = Number(value);
  if (value === true || value === false || value === "" || Number.isNaN(number)) return;
  const strict = Number.isInteger(number) ? 1 : 1e-6;
  const bounds: Readonly<Record<string, readonly [number | undefined, number?]>> = {
    ">=": [number],
    ">": [number + strict],
    "<=": [undefined, number],
    "<": [undefined, number - strict],
    "=": [number, number],
    "<>": number === 0 ? [1] : [undefined],
  };
  const [low, high] = bounds[operator] ?? [];
  const names =
    measured === undefined ? (["minimum", "maximum"] as const) : (["minimumLength", "maximumLength"] as const);
  add(column, {
    ...(low === undefined ? {} : { [names[0]]: low }),
    ...(high === undefined ? {} : { [names[1]]: high }),
  });
}

function exactRules(
  operator: string,
  value: string | number | boolean,
  isLength: boolean,
): Partial<ValueRules> | undefined {
  if ((operator === "~" || operator === "~*") && typeof value === "string") return { patterns: [value] };
  if (operator === "~~" && typeof value === "string") return { patterns: [likePattern(value)] };
  return operator === "=" && !isLength ? { values: [value] } : undefined;
}

function likePattern(like: string): string {
  return `^${like
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replaceAll("%", ".*")
    .replaceAll("_", ".")}$`;
}

function nameOf(names: readonly Node[] | undefined): string {
  const last = names?.at(-1);
  return last !== undefined && "String" in last ? (last.String.sval ?? "") : "";
}

/** The column below casts and functions that keep the form of a value. */
function columnOf(node: Node): string | undefined {
  if ("TypeCast" in node) return node.TypeCast.arg === undefined ? undefined : columnOf(node.TypeCast.arg);
  if ("CollateClause" in node)
    return node.CollateClause.arg === undefined ? undefined : columnOf(node.CollateClause.arg);
  if ("ColumnRef" in node) return nameOf(node.ColumnRef.fields);
  if ("SQLValueFunction" in node) return undefined;
  return undefined;
}

function lengthOf(node: Node): string | undefined {
  if (!("FuncCall" in node)) return undefined;
  const measures = ["length", "char_length", "character_length", "octet_length", "cardinality", "array_length"];
  const [argument] = node.FuncCall.args ?? [];
  if (!measures.includes(nameOf(node.FuncCall.funcname)) || argument === undefined) return undefined;
  const inner = "FuncCall" in argument ? (argument.FuncCall.args ?? [])[0] : argument;
  return inner === undefined ? undefined : columnOf(inner);
}

function constantOf(node: Node): string | number | boolean | undefined {
  if ("TypeCast" in node) return node.TypeCast.arg === undefined ? undefined : constantOf(node.TypeCast.arg);
  if ("A_Expr" in node && node.A_Expr.lexpr === undefined && nameOf(node.A_Expr.name) === "-") {
    const value = node.A_Expr.rexpr === undefined ? undefined : constantOf(node.A_Expr.rexpr);
    return typeof value === "number" ? -value : undefined;
  }
  if (!("A_Const" in node)) return undefined;
  const { ival, fval, sval, boolval } = node.A_Const;
  if (ival !== undefined) return ival.ival ?? 0;
  if (fval !== undefined) return Number(fval.fval);
  if (boolval !== undefined) return boolval.boolval ?? false;
  return sval === undefined ? undefined : (sval.sval ?? "");
}

function listOf(node: Node): readonly (string | number | boolean)[] | undefined {
  if ("TypeCast" in node) return node.TypeCast.arg === undefined ? undefined : listOf(node.TypeCast.arg);
  const items = "List" in node ? node.List.items : "A_ArrayExpr" in node ? node.A_ArrayExpr.elements : undefined;
  const values = items?.map(constantOf);
  return values === undefined || values.some((value) => value === undefined)
    ? undefined
    : (values as readonly (string | number | boolean)[]);
}
