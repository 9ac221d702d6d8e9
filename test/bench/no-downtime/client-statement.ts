/** What one statement of a client met. Times are milliseconds of the machine's monotonic clock, which all its processes share. */
export interface ClientStatement {
  /**
   * When it was to be sent. A client that was kept waiting is late for what follows, and its users have waited since then: a pause counts
   * for all statements that were due in it, not for one of each client.
   */
  readonly dueMs: number;
  readonly endedMs: number;
  /** PostgreSQL's words. */
  readonly failure?: string;
}

export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
