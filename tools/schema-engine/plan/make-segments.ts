import type { EnginePlan } from "../engine/schema-engine";
import { readStatements } from "../sql/read-statements";
import { needsCommitAfter, transactionNeed } from "../sql/transaction-need";
import type { Segment } from "./segment";
import { tableName } from "./table-name";

/**
 * Groups a plan into transactions. Indexes on tables that were there before are built CONCURRENTLY, each on its own and as late
 * as the statements that name them allow; a label that is added to an enum ends its transaction.
 */
export async function makeSegments(
  plan: EnginePlan,
  isPlainExisting: (table: string) => boolean,
): Promise<readonly Segment[]> {
  const settings = plan.settings.map(({ name, value }) => `SET LOCAL ${name} = ${value}`);
  const segments: Segment[] = [];
  let open: string[] = [];
  const builds: { readonly name: string; readonly sql: string }[] = [];
  const close = () => {
    if (open.length > 0) segments.push({ isTransactional: true, statements: [...settings, ...open] });
    open = [];
  };
  const flush = (which: typeof builds) => {
    for (const build of which) {
      segments.push({ isTransactional: false, statements: [build.sql] });
      builds.splice(builds.indexOf(build), 1);
    }
  };
  for (const action of plan.actions) {
    for (const { text, node } of await readStatements({ path: "plan", text: action.sql })) {
      const isOnline =
        "IndexStmt" in node && !node.IndexStmt.concurrent && isPlainExisting(tableName(node.IndexStmt.relation));
      const needed = builds.filter((build) => build.name !== "" && text.includes(build.name));
      if (needed.length > 0) {
        close();
        flush(needed);
      }
      if (isOnline) {
        builds.push({ name: node.IndexStmt.idxname ?? "", sql: concurrently(text) });
      } else if (transactionNeed(node) === "alone") {
        close();
        segments.push({ isTransactional: false, statements: [text] });
      } else {
        open.push(text);
        if (needsCommitAfter(node)) close();
      }
    }
  }
  close();
  flush([...builds]);
  return segments;
}

function concurrently(sql: string): string {
  return sql.replace(/^(CREATE\s+(?:UNIQUE\s+)?INDEX)\s+/i, "$1 CONCURRENTLY ");
}
