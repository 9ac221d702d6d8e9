import { findHazards, measuredKinds } from "../plan/find-hazards";
import type { Hazard } from "../plan/hazard";
import type { Surroundings } from "../plan/surroundings";
import { bareName, splitName } from "../sql/split-name";
import type { SqlStatement } from "../sql/sql-statement";
import { hazardsOfTrace } from "./hazards-of-trace";
import type { Loss } from "./kept-data";
import { blockedBy, lockName, strongest } from "./lock-mode";
import { lossHazards } from "./loss-hazards";
import { remedyFor } from "./remedy-for";
import type { StatementTrace } from "./statement-trace";

export interface TracedTables {
  readonly isExisting: (table: string) => boolean;
  /** Tables that had rows when the statement was traced: only there a scan can be seen. */
  readonly hasRows: (table: string) => boolean;
  readonly around: Surroundings;
}

/** What the text of a statement says, and what its trace says better. */
export function findStatementHazards(
  statement: SqlStatement,
  trace: StatementTrace | undefined,
  { isExisting, hasRows, around }: TracedTables,
): readonly Hazard[] {
  const byText = findHazards(statement.node, isExisting, around);
  const found = trace === undefined ? byText : withTrace(byText, trace, isExisting, hasRows);
  return found.map((one) => {
    const remedy = remedyFor(one, statement.node);
    return remedy === undefined ? one : { ...one, remedy };
  });
}

function withTrace(
  byText: readonly Hazard[],
  trace: StatementTrace,
  isExisting: TracedTables["isExisting"],
  hasRows: TracedTables["hasRows"],
): readonly Hazard[] {
  const traced = hazardsOfTrace(trace, isExisting);
  const hasRowsNow = (table: string) => hasRows(table) && !trace.emptied.includes(table);
  const isMeasured = ({ kind, object }: Hazard) =>
    (trace.isMeasured &&
      measuredKinds.includes(kind) &&
      (hasRowsNow(object) || trace.spared.includes(bareName(object)))) ||
    traced.some((one) => one.kind === kind && one.object === object);
  const left = byText.filter((one) => !isMeasured(one)).map((one) => underHeldLock(one, trace));
  // A lock whose length the text knows is no brief one.
  const isLong = (table: string) => left.some((one) => measuredKinds.includes(one.kind) && one.object === table);
  const isLost = ({ kind, table }: Loss) =>
    kind === "sequence" || (isExisting(table) && !(kind === "rows" && trace.emptied.includes(table)));
  return [
    ...left,
    ...trace.losses.filter(isLost).flatMap(lossHazards).filter(isUntold(left)),
    ...traced.filter((one) => one.kind !== "BRIEF_LOCK" || !isLong(one.object)),
  ];
}

/** Of what a statement takes along, its text says some itself. */
function isUntold(told: readonly Hazard[]): (hazard: Hazard) => boolean {
  const isSame = (name: string, object: string) => {
    const { owner, part } = splitName(object);
    return name === object || (name === part && splitName(owner).owner === "");
  };
  return ({ kind, object }) => !told.some((one) => one.kind === kind && isSame(one.object, object));
}

/** Others wait for the strongest lock of the transaction, whichever statement has taken it. */
function underHeldLock(hazard: Hazard, { held, locks }: StatementTrace): Hazard {
  if (!measuredKinds.includes(hazard.kind)) return hazard;
  const mode = strongest([...held, ...locks].flatMap((one) => (one.table === hazard.object ? one.mode : [])));
  return mode === undefined ? hazard : { ...hazard, lock: lockName(mode), blocks: blockedBy(mode) };
}
