import type { SqlStatement } from "../sql/sql-statement";
import type { FunctionUse } from "./function-uses";
import type { Loss } from "./kept-data";
import type { LockMode } from "./lock-mode";

export interface TableLock {
  /** As the catalog snapshot names it. */
  readonly table: string;
  /** The strongest. */
  readonly mode: LockMode;
}

/** What a statement did to the tables and views that were there before it. */
export interface StatementTrace {
  readonly statement: SqlStatement;
  readonly locks: readonly TableLock[];
  /** Locks that statements before it have taken in its transaction, which are held until that ends. */
  readonly held: readonly TableLock[];
  /** Tables that got a new file: all their rows were written anew. */
  readonly rewritten: readonly string[];
  /** Tables whose rows were read from end to end. */
  readonly scanned: readonly string[];
  /** Bare names of tables of which PostgreSQL said that constraints prove what the statement asks. */
  readonly spared: readonly string[];
  /** What code has deleted; a statement that says by itself what it deletes has nothing here. */
  readonly losses: readonly Loss[];
  /** What depends on the old body of a function that it has replaced. */
  readonly stale: readonly FunctionUse[];
  /** Tables whose rows stood against it, or against a statement before it: they had none any more when it ran. */
  readonly emptied: readonly string[];
  /** `false`: it runs outside of transactions, so its locks are those of the manual. */
  readonly isMeasured: boolean;
}
