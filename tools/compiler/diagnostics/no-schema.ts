import type { Node } from "libpg-query";
import { type Diagnostic, diagnostic } from "./diagnostic";
import type { SourceSpan } from "./source-span";

/** What a statement of a schema file does that declares nothing. */
export interface NoSchema {
  /** `rows`: writes rows or counters. `setting`: of the session. `code`: runs a routine. `nothing`: the rest. */
  readonly kind: "rows" | "setting" | "code" | "nothing";
  /** For people, e.g. `INSERT`. */
  readonly statement: string;
  /** Routines that it calls, without their schemas. */
  readonly routines: readonly string[];
  /** Code that it holds itself. */
  readonly body?: string;
}

const plain: Readonly<Record<string, readonly [NoSchema["kind"], string]>> = {
  InsertStmt: ["rows", "INSERT"],
  UpdateStmt: ["rows", "UPDATE"],
  DeleteStmt: ["rows", "DELETE"],
  MergeStmt: ["rows", "MERGE"],
  TruncateStmt: ["rows", "TRUNCATE"],
  ExecuteStmt: ["rows", "EXECUTE"],
  PrepareStmt: ["nothing", "PREPARE"],
  DeallocateStmt: ["nothing", "DEALLOCATE"],
  ExplainStmt: ["nothing", "EXPLAIN"],
  LockStmt: ["nothing", "LOCK TABLE"],
  VacuumStmt: ["nothing", "VACUUM or ANALYZE"],
  ReindexStmt: ["nothing", "REINDEX"],
  ClusterStmt: ["nothing", "CLUSTER"],
  RefreshMatViewStmt: ["nothing", "REFRESH MATERIALIZED VIEW"],
  CheckPointStmt: ["nothing", "CHECKPOINT"],
  NotifyStmt: ["nothing", "NOTIFY"],
  ListenStmt: ["nothing", "LISTEN"],
  UnlistenStmt: ["nothing", "UNLISTEN"],
  LoadStmt: ["nothing", "LOAD"],
  DiscardStmt: ["nothing", "DISCARD"],
  VariableShowStmt: ["nothing", "SHOW"],
  DeclareCursorStmt: ["nothing", "DECLARE"],
  FetchStmt: ["nothing", "FETCH"],
  ClosePortalStmt: ["nothing", "CLOSE"],
  CreatedbStmt: ["nothing", "CREATE DATABASE"],
  DropdbStmt: ["nothing", "DROP DATABASE"],
  AlterDatabaseStmt: ["nothing", "ALTER DATABASE"],
  AlterDatabaseSetStmt: ["nothing", "ALTER DATABASE … SET"],
  AlterSystemStmt: ["nothing", "ALTER SYSTEM"],
};

/** Settings that say how the statements after them are read or whom and where their objects are made, and those that every pg_dump begins with. */
const settingsOfFiles = [
  ...[
    "search_path",
    "role",
    "session_authorization",
    "check_function_bodies",
    "default_tablespace",
    "temp_tablespaces",
  ],
  ...["default_table_access_method", "default_toast_compression", "default_with_oids", "standard_conforming_strings"],
  ...["escape_string_warning", "client_encoding", "client_min_messages", "row_security", "xmloption"],
  ...["statement_timeout", "lock_timeout", "transaction_timeout", "idle_in_transaction_session_timeout"],
  ...["synchronize_seqscans", "datestyle", "intervalstyle", "default_transaction_read_only", "transform_null_equals"],
];

/** Decides by what the statement is. `undefined`: it declares something, or says how the file is read. */
export function noSchemaOf(node: Node): NoSchema | undefined {
  const key = Object.keys(node)[0] ?? "";
  const found = plain[key];
  if (found !== undefined) return { kind: found[0], statement: found[1], routines: [] };
  if ("CopyStmt" in node) {
    const isFrom = node.CopyStmt.is_from === true;
    return { kind: isFrom ? "rows" : "nothing", statement: isFrom ? "COPY … FROM" : "COPY … TO", routines: [] };
  }
  if ("VariableSetStmt" in node) return setting(node.VariableSetStmt.name ?? "", node.VariableSetStmt.kind);
  if ("DoStmt" in node) return { kind: "code", statement: "DO", routines: [], body: textOption(node.DoStmt.args) };
  if ("CallStmt" in node) {
    const routine = lastName(node.CallStmt.funccall?.funcname);
    return { kind: "code", statement: `CALL ${routine}`, routines: [routine] };
  }
  return "SelectStmt" in node && node.SelectStmt.intoClause === undefined ? selected(node) : undefined;
}

function setting(name: string, kind?: string): NoSchema | undefined {
  const isRead = kind === "VAR_RESET" || kind === "VAR_RESET_ALL" || kind === "VAR_SET_MULTI";
  if (isRead || settingsOfFiles.includes(name.toLowerCase())) return undefined;
  return { kind: "setting", statement: `SET ${name}`, routines: [] };
}

function selected(node: Node): NoSchema | undefined {
  const calls = callsIn(node);
  const routines = calls.map((one) => lastName(one.funcname));
  const configured = calls.find((_, index) => routines[index] === "set_config");
  if (configured !== undefined && routines.length === 1) {
    const name = textOf(configured.args?.[0]);
    const found = setting(name ?? "");
    return found && { ...found, statement: `SELECT set_config('${name ?? "…"}', …)` };
  }
  const counter = routines.find((one) => one === "setval" || one === "nextval");
  if (counter !== undefined) return { kind: "rows", statement: `SELECT ${counter}(…)`, routines: [] };
  const [first] = routines;
  if (first === undefined) return { kind: "nothing", statement: "SELECT", routines };
  return { kind: "code", statement: `SELECT ${first}(…)`, routines };
}

interface Call {
  readonly funcname?: readonly Node[];
  readonly args?: readonly Node[];
}

/** In the order of the text. */
function callsIn(value: unknown): readonly Call[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(key === "FuncCall" ? [inner as Call] : []),
    ...callsIn(inner),
  ]);
}

function lastName(nodes: readonly Node[] | undefined): string {
  const last = nodes?.at(-1);
  return last !== undefined && "String" in last ? (last.String.sval ?? "") : "";
}

function textOf(node: Node | undefined): string | undefined {
  return node !== undefined && "A_Const" in node ? node.A_Const.sval?.sval : undefined;
}

/** The text after AS, of DO and CREATE FUNCTION. */
export function textOption(options: readonly Node[] | undefined): string {
  for (const one of options ?? []) {
    if (!("DefElem" in one) || one.DefElem.defname !== "as") continue;
    const { arg } = one.DefElem;
    if (arg !== undefined && "String" in arg) return arg.String.sval ?? "";
    if (arg !== undefined && "List" in arg) return lastName(arg.List.items?.slice(0, 1));
  }
  return "";
}

/** The schema that the statements after `SELECT set_config('search_path', …)`, which pg_dump writes for SET, are in. */
export function searchPathOf(node: Node): string | undefined {
  if (!("SelectStmt" in node)) return undefined;
  const [call] = callsIn(node);
  const isSet = lastName(call?.funcname) === "set_config" && textOf(call?.args?.[0])?.toLowerCase() === "search_path";
  return isSet ? textOf(call?.args?.[1]) : undefined;
}

/** The warning of commands that load a schema on a shadow, where everything runs and what it makes is planned. */
export function noSchemaWarning({ kind, statement }: NoSchema, span: SourceSpan): Diagnostic {
  if (kind === "rows") return diagnostic("sql/rows-in-schema", span, { statement });
  if (kind === "setting") return diagnostic("sql/setting-in-schema", span, { statement });
  return kind === "code"
    ? diagnostic("sql/code-in-schema", span, { statement })
    : diagnostic("sql/no-schema", span, { statement });
}

/** Rows after `COPY … FROM stdin;`, up to the line `\.`: spaces in their stead keep all places. */
export function withoutCopyRows(text: string): string {
  return text.replace(
    /^(COPY\b[^;]*\bFROM\s+stdin\b[^;]*;)((?:\r?\n(?!\\\.).*)*\r?\n\\\.)/gim,
    (_, statement: string, rows: string) => statement + rows.replace(/[^\n]/g, " "),
  );
}
