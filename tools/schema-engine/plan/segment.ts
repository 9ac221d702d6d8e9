/** Statements that share one transaction; `isTransactional: false`: one statement that cannot run in any. */
export interface Segment {
  readonly isTransactional: boolean;
  readonly statements: readonly string[];
}
