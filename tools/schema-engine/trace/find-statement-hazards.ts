import { findHazards, measuredKinds } from "../plan/find-hazards";
import type { Hazard } from "../plan/hazard";
import type { SqlStatement } from "../sql/sql-statement";
import { hazardsOfTrace } from "./hazards-of-trace";
import type { StatementTrace } from "./statement-trace";

export interface TracedTables {
  readonly isExisting: (table: string) => boolean;
  /** Tables that had rows when the statement was traced: only there a scan can be seen. */
  readonly hasRows: (table: string) => boolean;
}

/** What the text of a statement says, and what its trace says better. */
export function findStatementHazards(
  statement: SqlStatement,
  trace: StatementTrace | undefined,
  { isExisting, hasRows }: TracedTables,
): readonly Hazard[] {
  const byText = findHazards(statement.node, isExisting);
  if (trace === undefined) return byText;
  const isMeasured = ({ kind, object }: Hazard) =>
    trace.isMeasured && measuredKinds.includes(kind) && hasRows(object) && !trace.emptied.includes(object);
  const traced = hazardsOfTrace(trace, isExisting);
  const left = byText.filter((one) => !isMeasured(one));
  // A lock whose length the text knows is no brief one.
  const isLong = (table: string) => left.some((one) => measuredKinds.includes(one.kind) && one.object === table);
  return [...left, ...traced.filter((one) => one.kind !== "BRIEF_LOCK" || !isLong(one.object))];
}
