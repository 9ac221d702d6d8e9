import { diagnostic } from "../../compiler/diagnostics/diagnostic";
import { Refused } from "../../report/refused";
import { readStatements } from "../sql/read-statements";
import type { SqlFile, SqlStatement } from "../sql/sql-statement";
import { transactionNeed } from "../sql/transaction-need";
import { type HeaderTimeouts, headerTimeouts } from "../timeouts/header-timeouts";

/** One direction of a migration, ready to run. */
export interface Script {
  readonly file: SqlFile;
  readonly statements: readonly SqlStatement[];
  /** `false`: a statement of it cannot run in a transaction, so each runs on its own. */
  readonly isTransactional: boolean;
  /** What its header gives; a statement that runs alone cannot have a `SET` beside it. */
  readonly timeouts: HeaderTimeouts;
}

/** Throws `Refused` for a syntax error, for a timeout that is none, or for transaction control in the middle. */
export async function readScript(file: SqlFile): Promise<Script> {
  const all = withoutOuterTransaction(await readStatements(file));
  const control = all.find((one) => transactionNeed(one.node) === "control");
  if (control !== undefined) {
    const statement = control.text.split(/\s+/, 2).join(" ");
    throw new Refused([diagnostic("migration/transaction-control", control.span, { statement })]);
  }
  const isTransactional =
    !hasNoTransactionDirective(file.text) && all.every((one) => transactionNeed(one.node) === "shared");
  return { file, statements: all, isTransactional, timeouts: headerTimeouts(file) };
}

/** Files for golang-migrate often are `BEGIN; …; COMMIT;`: the transaction is ours anyway. */
function withoutOuterTransaction(statements: readonly SqlStatement[]): readonly SqlStatement[] {
  const kindOf = (one: SqlStatement | undefined) =>
    one !== undefined && "TransactionStmt" in one.node ? one.node.TransactionStmt.kind : undefined;
  const opens = ["TRANS_STMT_BEGIN", "TRANS_STMT_START"].includes(kindOf(statements[0]) ?? "");
  return opens && kindOf(statements.at(-1)) === "TRANS_STMT_COMMIT" ? statements.slice(1, -1) : statements;
}

function hasNoTransactionDirective(text: string): boolean {
  return /^\uFEFF?-- (atlas:txmode none|specline:transaction none)\s*$/m.test(text);
}
