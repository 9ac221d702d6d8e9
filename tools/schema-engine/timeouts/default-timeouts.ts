import type { Timeouts } from "../../workspace/project-config";

/**
 * The lock gives up before the statement, or PostgreSQL would never say that it was the lock (manual, `lock_timeout`). A build waits for each
 * transaction that was open when it began.
 */
export const defaultTimeouts: Timeouts = {
  lockMs: 3_000,
  statementMs: 5_000,
  longLockMs: 20 * 60_000,
  longStatementMs: 6 * 60 * 60_000,
};
