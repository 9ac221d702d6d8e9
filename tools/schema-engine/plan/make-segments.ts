import type { EnginePlan } from "../engine/schema-engine";
import { readStatements } from "../sql/read-statements";
import { needsCommitAfter, transactionNeed } from "../sql/transaction-need";
import type { Segment } from "./segment";
import { tableName } from "./table-name";

/**
 * Groups a plan into transactions. Indexes on tables that were there before are built CONCURRENTLY, each on its own; a label that
 * is added to an enum ends its transaction.
 */
export async function makeSegments(
  plan: EnginePlan,
  isPlainExisting: (table: string) => boolean,
): Promise<readonly Segment[]> {
  const settings = plan.settings.map(({ name, value }) => `SET LOCAL ${name} = ${value}`);
  const segments: Segment[] = [];
  let open: string[] = [];
  const close = () => {
    if (open.length > 0) segments.push({ isTransactional: true, statements: [...settings, ...open] });
    open = [];
  };
  for (const action of plan.actions) {
    for (const { text, node } of await readStatements({ path: "plan", text: action.sql })) {
      const isOnline =
        "IndexStmt" in node && !node.IndexStmt.concurrent && isPlainExisting(tableName(node.IndexStmt.relation));
      if (isOnline || transactionNeed(node) === "alone") {
        close();
        segments.push({ isTransactional: false, statements: [isOnline ? concurrently(text) : text] });
      } else {
        open.push(text);
        if (needsCommitAfter(node)) close();
      }
    }
  }
  close();
  return segments;
}

function concurrently(sql: string): string {
  return sql.replace(/^(CREATE\s+(?:UNIQUE\s+)?INDEX)\s+/i, "$1 CONCURRENTLY ");
}
