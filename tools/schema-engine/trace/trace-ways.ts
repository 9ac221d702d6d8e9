export interface TraceWay {
  /** The tables have rows. */
  readonly isSeeded: boolean;
  /** Statements share a transaction. */
  readonly isOneTransaction: boolean;
  /** Rows that stand against a statement are taken away, so that the others are watched all the same. */
  readonly isEmptying: boolean;
}

/** From the one that sees most to the one that sees least; the first that works is taken. */
export const traceWays: readonly TraceWay[] = [
  { isSeeded: true, isOneTransaction: false, isEmptying: false },
  { isSeeded: true, isOneTransaction: true, isEmptying: false },
  { isSeeded: true, isOneTransaction: false, isEmptying: true },
  { isSeeded: true, isOneTransaction: true, isEmptying: true },
  { isSeeded: false, isOneTransaction: true, isEmptying: false },
];
