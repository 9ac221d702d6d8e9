import { findHazards, measuredKinds } from "../plan/find-hazards";
import type { Hazard, HazardKind } from "../plan/hazard";
import type { SqlStatement } from "../sql/sql-statement";
import { hazardsOfTrace } from "./hazards-of-trace";
import type { Loss } from "./kept-data";
import { lossHazards } from "./loss-hazards";
import type { StatementTrace } from "./statement-trace";

export interface TracedTables {
  readonly isExisting: (table: string) => boolean;
  /** Tables that had rows when the statement was traced: only there a scan can be seen. */
  readonly hasRows: (table: string) => boolean;
  /** Its rows are on another server, which nobody asks. */
  readonly isForeign: (table: string) => boolean;
}

/** Kinds of what PostgreSQL reads the rows for. "Constraints on foreign tables … are not enforced by the core PostgreSQL system" (manual, CREATE FOREIGN TABLE). */
const ofRows: readonly HazardKind[] = ["TABLE_SCAN", "DEPENDS_ON_ROWS"];

/** What the text of a statement says, and what its trace says better. */
export function findStatementHazards(
  statement: SqlStatement,
  trace: StatementTrace | undefined,
  { isExisting, hasRows, isForeign }: TracedTables,
): readonly Hazard[] {
  const byText = findHazards(statement.node, isExisting).filter(
    ({ kind, object }) => !(ofRows.includes(kind) && isForeign(object)),
  );
  if (trace === undefined) return byText;
  const isMeasured = ({ kind, object }: Hazard) =>
    trace.isMeasured && measuredKinds.includes(kind) && hasRows(object) && !trace.emptied.includes(object);
  const traced = hazardsOfTrace(trace, isExisting);
  const left = byText.filter((one) => !isMeasured(one));
  // A lock whose length the text knows is no brief one.
  const isLong = (table: string) => left.some((one) => measuredKinds.includes(one.kind) && one.object === table);
  const isLost = ({ kind, table }: Loss) =>
    kind === "sequence" || (isExisting(table) && !(kind === "rows" && trace.emptied.includes(table)));
  return [
    ...left,
    ...trace.losses.filter(isLost).flatMap(lossHazards),
    ...traced.filter((one) => one.kind !== "BRIEF_LOCK" || !isLong(one.object)),
  ];
}
