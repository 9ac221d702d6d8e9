import type { CreateStmt, Node } from "libpg-query";
import type { EngineAction } from "../engine/schema-engine";
import { readStatements } from "../sql/read-statements";
import { createdName } from "./created-name";
import { tableName } from "./table-name";

interface Step {
  readonly action: EngineAction;
  readonly node: Node | undefined;
  /** Bare name of what the step creates, when other statements may name it. */
  readonly creates: string | undefined;
}

/**
 * Engines create a table first and add the columns that need something else (a type, a function) when that is there, at the end
 * of the table. Readers of `SELECT *` see the difference, so such columns go back to their place in CREATE TABLE, and what they
 * need moves before it. Whether that was right is not decided here: the plan is proved afterwards.
 */
export async function orderColumns(
  actions: readonly EngineAction[],
  columnsOf: (table: string) => readonly string[] | undefined,
): Promise<readonly EngineAction[]> {
  let steps = await Promise.all(actions.map(readStep));
  for (const create of steps.filter((step) => isNewTable(step.node))) {
    const table = createdTable(create.node);
    const order = table === undefined ? undefined : columnsOf(table);
    if (table !== undefined && order !== undefined) steps = foldColumns(steps, create, table, order);
  }
  return steps.map((step) => step.action);
}

async function readStep(action: EngineAction): Promise<Step> {
  const statements = await readStatements({ path: "plan", text: action.sql });
  const node = statements.length === 1 ? statements[0]?.node : undefined;
  return { action, node, creates: node === undefined ? undefined : createdName(node) };
}

function foldColumns(steps: readonly Step[], create: Step, table: string, order: readonly string[]): Step[] {
  const start = steps.indexOf(create);
  const late = steps.filter((step, index) => index > start && addedColumn(step.node, table) !== undefined);
  const parts = columnParts(create.action.sql);
  if (late.length === 0 || parts === undefined) return [...steps];
  const needed = new Set<Step>();
  const bareTable = table.slice(table.lastIndexOf(".") + 1);
  for (const step of late) {
    if (!collectNeeded(step, steps.slice(start + 1, steps.indexOf(step)), late, bareTable, needed)) return [...steps];
  }
  const definitions = new Map(parts.columns.map((text) => [leadingName(text), text]));
  for (const step of late) {
    const text = /\bADD COLUMN\s+(?:IF NOT EXISTS\s+)?([\s\S]*?)\s*;?\s*$/i.exec(step.action.sql)?.[1];
    if (text === undefined) return [...steps];
    definitions.set(leadingName(text), text);
  }
  const inherits = (createStatement(create.node)?.inhRelations ?? []).length > 0;
  // What a child does not say itself comes from its parents, and what it says again is merged only here.
  const columns = order.filter((name) => !inherits || definitions.has(name)).map((name) => definitions.get(name));
  if (columns.some((text) => text === undefined) || columns.length !== definitions.size) return [...steps];
  const sql = `${parts.before}(${[...columns, ...parts.rest].join(", ")})${parts.after}`;
  const whole: Step = { ...create, action: { ...create.action, sql } };
  return steps.flatMap((step) => {
    if (step === create) return [...steps.filter((one) => needed.has(one)), whole];
    return needed.has(step) || late.includes(step) ? [] : [step];
  });
}

/** Adds to `needed` what `step` names among the steps between; `false` when one of those names the table itself. */
function collectNeeded(
  step: Step,
  between: readonly Step[],
  late: readonly Step[],
  bareTable: string,
  needed: Set<Step>,
): boolean {
  for (const other of between) {
    if (other.creates === undefined || needed.has(other) || late.includes(other)) continue;
    if (!mentions(step.action.sql, other.creates)) continue;
    if (mentions(withoutBody(other.action.sql), bareTable)) return false;
    needed.add(other);
    if (!collectNeeded(other, between, late, bareTable, needed)) return false;
  }
  return true;
}

/** What a body in quotes names is looked up when the function runs, since plans set `check_function_bodies` off. */
function withoutBody(sql: string): string {
  return sql.replace(/\bAS (\$\w*\$)[\s\S]*?\1/gi, "AS ''");
}

function mentions(sql: string, name: string): boolean {
  const bare = name.replace(/^"|"$/g, "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![A-Za-z0-9_])${bare}(?![A-Za-z0-9_])`).test(sql);
}

function isNewTable(node: Node | undefined): boolean {
  const create = createStatement(node);
  return create !== undefined && create.ofTypename === undefined;
}

function createdTable(node: Node | undefined): string | undefined {
  const create = createStatement(node);
  return create === undefined ? undefined : tableName(create.relation);
}

function createStatement(node: Node | undefined): CreateStmt | undefined {
  return node !== undefined && "CreateStmt" in node ? node.CreateStmt : undefined;
}

function addedColumn(node: Node | undefined, table: string): string | undefined {
  if (node === undefined || !("AlterTableStmt" in node)) return undefined;
  const [only, second] = node.AlterTableStmt.cmds ?? [];
  if (only === undefined || second !== undefined || tableName(node.AlterTableStmt.relation) !== table) return undefined;
  if (!("AlterTableCmd" in only) || only.AlterTableCmd.subtype !== "AT_AddColumn") return undefined;
  const definition = only.AlterTableCmd.def;
  return definition !== undefined && "ColumnDef" in definition ? definition.ColumnDef.colname : undefined;
}

/** `"created_at" timestamptz …` → `created_at`, as the catalog snapshot lists it. */
function leadingName(definition: string): string {
  const name = /^\s*(?:"((?:[^"]|"")*)"|([^\s]+))/.exec(definition);
  const bare = name?.[1]?.replaceAll('""', '"') ?? name?.[2] ?? "";
  return bare;
}

interface ColumnParts {
  readonly before: string;
  readonly columns: readonly string[];
  /** Table constraints. */
  readonly rest: readonly string[];
  readonly after: string;
}

/** Splits `CREATE TABLE x (a, b, CONSTRAINT …) …` at the commas of its own parentheses. */
function columnParts(sql: string): ColumnParts | undefined {
  if (/\bPARTITION OF\b/i.test(sql.slice(0, sql.indexOf("(") === -1 ? undefined : sql.indexOf("(")))) return undefined;
  const open = sql.indexOf("(");
  if (open === -1) return undefined;
  const parts: string[] = [];
  let depth = 0;
  let start = open + 1;
  for (let at = open; at < sql.length; at++) {
    const character = sql[at];
    if (character === "'" || character === '"') {
      at = sql.indexOf(character, at + 1);
      if (at === -1) return undefined;
    } else if (character === "(" || character === "[") depth++;
    else if (character === ")" || character === "]") depth--;
    const isEnd = depth === 0;
    if (isEnd || (depth === 1 && character === ",")) {
      const part = sql.slice(start, at).trim();
      if (part !== "") parts.push(part);
      start = at + 1;
    }
    if (isEnd) {
      const isConstraint = (part: string) =>
        /^(CONSTRAINT|PRIMARY KEY|UNIQUE|CHECK|FOREIGN KEY|EXCLUDE|LIKE)\b/i.test(part);
      return {
        before: sql.slice(0, open),
        columns: parts.filter((part) => !isConstraint(part)),
        rest: parts.filter(isConstraint),
        after: sql.slice(at + 1),
      };
    }
  }
  return undefined;
}
