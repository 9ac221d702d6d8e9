import type { Node } from "libpg-query";
import type { Timeouts } from "../../workspace/project-config";
import type { Segment } from "../plan/segment";
import { tableName } from "../plan/table-name";
import { readStatements } from "../sql/read-statements";
import { type TimeoutKind, timeoutKind } from "./timeout-kind";
import { timeoutText } from "./timeout-text";

export interface TimedSegment extends Segment {
  /** Lines of the header, without the comment sign; PostgreSQL cannot be told inside of a file that is one statement. */
  readonly facts: readonly string[];
}

/**
 * Segments of one direction of a plan, in the order of application, with a lock timeout and a statement timeout for each statement: `SET LOCAL`
 * before it where they change, so that they hold whoever runs the file. A statement that runs alone must stay the only one of its file, since
 * golang-migrate sends a file as one query; its timeouts are a fact of the header, for our runner.
 */
export async function withTimeouts(segments: readonly Segment[], timeouts: Timeouts): Promise<readonly TimedSegment[]> {
  const created = new Set<string>();
  const validated = new Set<string>();
  const tables = {
    isNew: (table: string) => created.has(table),
    isValidated: (table: string) => validated.has(table),
  };
  const timed: TimedSegment[] = [];
  for (const segment of segments) {
    const statements: string[] = [];
    const facts: string[] = [];
    let isQuiet = true;
    let [lock, limit] = ["", ""];
    for (const text of segment.statements) {
      const nodes = (await readStatements({ path: "plan", text })).map((one) => one.node);
      const kind = strictest(nodes.map((node) => timeoutKind(node, tables)));
      for (const node of nodes) note(node, created, validated);
      isQuiet &&= kind === "online" || kind === "none";
      const values = valuesOf(kind, isQuiet, timeouts);
      if (values !== undefined && !segment.isTransactional) {
        facts.push(`lock-timeout ${values.lock}`, `statement-timeout ${values.limit}`);
      } else if (values !== undefined) {
        if (values.lock !== lock) statements.push(`SET LOCAL lock_timeout = '${values.lock}'`);
        if (values.limit !== limit) statements.push(`SET LOCAL statement_timeout = '${values.limit}'`);
        ({ lock, limit } = values);
      }
      statements.push(text);
    }
    timed.push({ ...segment, statements, facts });
  }
  return timed;
}

/** Nobody may queue behind a wait of a transaction that already holds such locks, so then a wait is short whatever for. */
function valuesOf(kind: TimeoutKind, isQuiet: boolean, timeouts: Timeouts) {
  const { lockMs, statementMs, longLockMs, longStatementMs } = timeouts;
  if (kind === "none") return undefined;
  return {
    lock: timeoutText(isQuiet ? longLockMs : lockMs),
    limit: timeoutText(kind === "brief" ? statementMs : longStatementMs),
  };
}

function strictest(kinds: readonly TimeoutKind[]): TimeoutKind {
  return (["long", "brief", "online"] as const).find((kind) => kinds.includes(kind)) ?? "none";
}

function note(node: Node, created: Set<string>, validated: Set<string>): void {
  if ("CreateStmt" in node) created.add(tableName(node.CreateStmt.relation));
  if (!("AlterTableStmt" in node)) return;
  const { cmds = [], relation } = node.AlterTableStmt;
  const isValidation = (one: Node) => "AlterTableCmd" in one && one.AlterTableCmd.subtype === "AT_ValidateConstraint";
  if (cmds.some(isValidation)) validated.add(tableName(relation));
}
