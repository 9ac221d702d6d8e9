import { type Diagnostic, diagnostic } from "../../compiler/diagnostics/diagnostic";
import type { SqlStatement } from "../sql/sql-statement";

/** What opens a transaction that the file does not commit, or takes statements back: the file would declare less than it says. */
export function unfinishedTransactions(statements: readonly SqlStatement[]): readonly Diagnostic[] {
  const found: SqlStatement[] = [];
  let open: SqlStatement | undefined;
  for (const statement of statements) {
    if (!("TransactionStmt" in statement.node)) continue;
    const { kind, chain } = statement.node.TransactionStmt;
    if (kind === "TRANS_STMT_BEGIN" || kind === "TRANS_STMT_START") open ??= statement;
    else if (kind === "TRANS_STMT_COMMIT") open = chain === true ? statement : undefined;
    else if (kind !== "TRANS_STMT_SAVEPOINT" && kind !== "TRANS_STMT_RELEASE") {
      found.push(statement);
      if (kind !== "TRANS_STMT_ROLLBACK_TO") open = undefined;
    }
  }
  const all = open === undefined ? found : [...found, open];
  return all.map(({ text, span }) =>
    diagnostic("sql/unfinished-transaction", span, { statement: text.replace(/\s+/g, " ").replace(/;$/, "") }),
  );
}
