import type { Node, RangeVar } from "libpg-query";
import { quoted, tableName } from "../plan/table-name";
import type { SqlStatement } from "../sql/sql-statement";

/**
 * Tables whose rows a statement changes; `all` where that cannot be told: code, cascades, statements inside of others. Names are of the moment
 * before it.
 */
export function changedTables(statement: SqlStatement): readonly string[] | "all" {
  const { node, text } = statement;
  if ("InsertStmt" in node) return target(node.InsertStmt);
  if ("UpdateStmt" in node) return target(node.UpdateStmt);
  if ("CreateTableAsStmt" in node) return [tableName(node.CreateTableAsStmt.into?.rel)];
  if ("RefreshMatViewStmt" in node) return [tableName(node.RefreshMatViewStmt.relation)];
  if ("SelectStmt" in node) return /^SELECT (pg_catalog\.)?(setval|set_config)\(/i.test(text) ? [] : "all";
  // It fills columns that are new, and no trigger of the user sees it: what was there stays as it is.
  if (ownFill(statement) !== undefined) return [];
  return changing.some((kind) => kind in node) ? "all" : [];
}

/** Rows that stand in the statement itself: a shadow without other rows gets the same. */
export function isGiven({ node }: SqlStatement): boolean {
  if (!("InsertStmt" in node) || node.InsertStmt.selectStmt === undefined) return false;
  const { selectStmt } = node.InsertStmt;
  return "SelectStmt" in selectStmt && (selectStmt.SelectStmt.valuesLists ?? []).length > 0;
}

/** SQL names of the columns, new ones, that a fill of an online form gives their defaults. */
export function ownFill({ node, text }: SqlStatement): readonly string[] | undefined {
  if (!("DoStmt" in node) || !text.startsWith("DO $specline$\n-- specline:repeatable\n")) return undefined;
  const [, table = "", set = ""] = / UPDATE (.+) SET ([^\n]+)\n/.exec(text) ?? [];
  const assignments = set.split(", ").map((one) => one.split(" = DEFAULT"));
  return assignments.every(([, rest]) => rest === "") ? assignments.map(([name]) => `${table}.${name}`) : undefined;
}

const changing = ["DeleteStmt", "MergeStmt", "TruncateStmt", "DoStmt", "CallStmt", "CopyStmt", "ExecuteStmt"];

function target(statement: { readonly relation?: RangeVar; readonly withClause?: unknown }): readonly string[] | "all" {
  return statement.withClause === undefined ? [tableName(statement.relation)] : "all";
}

/** `ALTER COLUMN c TYPE t USING expression`, by the column's name in SQL. The tree has no ends, so the text is taken by its tokens. */
export async function usingExpressions({ node, text }: SqlStatement): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  if (!("AlterTableStmt" in node) || !/\bUSING\b/i.test(text)) return found;
  const { scan } = await import("libpg-query");
  const bytes = Buffer.from(text, "utf8");
  const { tokens } = await scan(text);
  const names = (node.AlterTableStmt.cmds ?? []).flatMap(typeChange);
  let depth = 0;
  let start: number | undefined;
  const ends: string[] = [];
  for (const token of [...tokens, { text: ",", start: bytes.length, end: bytes.length }]) {
    if (token.text === "(") depth++;
    if (token.text === ")") depth--;
    if (depth > 0 || token.text === ")") continue;
    if (/^using$/i.test(token.text)) start = token.end;
    if (token.text !== ",") continue;
    if (start !== undefined) ends.push(bytes.subarray(start, token.start).toString("utf8").trim());
    start = undefined;
  }
  const withUsing = names.filter((one) => one.hasUsing);
  for (const [index, { name }] of withUsing.entries()) found.set(name, ends[index] ?? "");
  return withUsing.length === ends.length ? found : new Map();
}

function typeChange(one: Node): readonly { readonly name: string; readonly hasUsing: boolean }[] {
  if (!("AlterTableCmd" in one) || one.AlterTableCmd.subtype !== "AT_AlterColumnType") return [];
  const { name = "", def } = one.AlterTableCmd;
  return [
    {
      name: quoted(name),
      hasUsing: def !== undefined && "ColumnDef" in def && def.ColumnDef.raw_default !== undefined,
    },
  ];
}
