import type { Segment } from "../plan/segment";
import type { Stage } from "../plan/stage";

/**
 * A change in the form that keeps a table open to others while it lasts: what is quick stands in the place of the statement, what reads or
 * writes the whole table follows in parts of its own, under locks that block neither readers nor writers.
 */
export interface OnlineForm {
  readonly inPlace: readonly string[];
  /** Of a change that needs nothing else of the plan: it comes before the transaction that it stands in, and this takes it back. */
  readonly undo?: readonly Segment[];
  /** In order. */
  readonly later: readonly Segment[];
  /** A stage of its own, in the place of the statement. */
  readonly apart?: Stage;
  /** What must outlive what others do later. */
  readonly last?: readonly Segment[];
  /** Quick statements on its table that the constraint validated at the end of `later` allows. */
  readonly whenValid?: readonly string[];
  /** The table whose change is not whole before the last of `later`. */
  readonly table: string;
  /** Bare names of constraints and indexes: a statement that has one of them needs the whole change. */
  readonly names: readonly string[];
  /** Bare names of columns: what else is done to them on this table needs the whole change. */
  readonly columns: readonly string[];
  /** Whether other objects, such as foreign keys and views, may need the change without naming it. */
  readonly isReferredTo: boolean;
  /** Objects, by bare name, that may be there or not when a plan has stopped between two of these parts. */
  readonly unsure: readonly string[];
  /** Statements for the way back that remove what such a stop leaves; each works whether it is there or not. */
  readonly cleaning: readonly string[];
}

/** One transaction. */
export function together(...statements: readonly string[]): Segment {
  return { isTransactional: true, statements };
}

/** A statement that refuses to run in a transaction. */
export function alone(statement: string): Segment {
  return { isTransactional: false, statements: [statement] };
}

/** A change that is a stage of its own. */
export function standsApart(table: string, apart: Stage): OnlineForm {
  return {
    inPlace: [],
    later: [],
    apart,
    table,
    names: [],
    columns: [],
    isReferredTo: false,
    unsure: [],
    cleaning: [],
  };
}
