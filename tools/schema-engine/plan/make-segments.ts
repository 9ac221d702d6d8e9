import type { EnginePlan } from "../engine/schema-engine";
import { readStatements } from "../sql/read-statements";
import type { SqlStatement } from "../sql/sql-statement";
import { needsCommitAfter, transactionNeed } from "../sql/transaction-need";
import type { Segment } from "./segment";
import { tableName } from "./table-name";

/**
 * Groups a plan into transactions. Labels that are added to enums end their transaction, so those of enums that were there before
 * come first: when a later part fails, an unused label is all that is left of the plan. Indexes on tables that were there before are
 * built CONCURRENTLY, each on its own and as late as the statements that name them allow.
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
  const { labels, rest } = labelsFirst(await statementsOf(plan));
  open.push(...labels.map(({ text }) => text));
  close();
  for (const { text, node } of rest) {
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
  close();
  flush([...builds]);
  return segments;
}

async function statementsOf(plan: EnginePlan): Promise<readonly SqlStatement[]> {
  const texts = plan.actions.map((action) => ({ path: "plan", text: action.sql }));
  return (await Promise.all(texts.map(readStatements))).flat();
}

/** A label stays in its place when the plan has changed its type before it: made it, renamed it or one of its labels. */
function labelsFirst(statements: readonly SqlStatement[]) {
  const changedTypes: string[] = [];
  const labels: SqlStatement[] = [];
  const rest: SqlStatement[] = [];
  for (const statement of statements) {
    const { node, text } = statement;
    const name = "AlterEnumStmt" in node ? node.AlterEnumStmt.typeName?.at(-1) : undefined;
    const type = name !== undefined && "String" in name ? (name.String.sval ?? "") : "";
    const isFree = needsCommitAfter(node) && !changedTypes.some((change) => change.includes(type));
    (isFree ? labels : rest).push(statement);
    if (!isFree && /^(CREATE|ALTER|DROP)\s+(TYPE|SCHEMA)\b/i.test(text)) changedTypes.push(text);
  }
  return { labels, rest };
}

function concurrently(sql: string): string {
  return sql.replace(/^(CREATE\s+(?:UNIQUE\s+)?INDEX)\s+/i, "$1 CONCURRENTLY ");
}
