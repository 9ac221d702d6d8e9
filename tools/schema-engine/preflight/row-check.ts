import type { SyncedColumn } from "../expand/synced-columns";
import type { RowRules, RuledColumn } from "./row-rules";

/** A question to the rows that are there. */
export interface RowCheck {
  readonly table: string;
  /** SQL for FROM. */
  readonly from: string;
  /** For people: what the statement does, and what stands against it. */
  readonly what: string;
  /** The rows against it, where `t` is one. */
  readonly rows: (select: string) => string;
  /** Instead: an expression of each row that must not fail. */
  readonly value?: string;
}

export interface NewChecks {
  readonly checks: readonly RowCheck[];
  /** What cannot be asked before other statements have run. */
  readonly unchecked: readonly string[];
}

export interface Change {
  /** Where all of it begins: these are the names that the live database has. */
  readonly start: RowRules;
  /** Columns that came since, as they were then. */
  readonly added: readonly RuledColumn[];
  readonly before: RowRules;
  readonly after: RowRules;
  /** Whether statements before have changed rows of a table. */
  readonly isChanged: (table: number) => boolean;
  /** Whether rows of a new table are the same on the shadow, which has tried the statement on them. */
  readonly isProved: (table: number) => boolean;
  /** Whether a planned fill has written a new column: no row lacks a value that it could have. */
  readonly isFilled: (table: number, number: number) => boolean;
  /** `USING` of a change of type, by the column's name. */
  readonly using: (column: string) => string | undefined;
  /** What values of columns have become by changes of their type so far; `undefined`: that cannot be known. Is added to. */
  readonly casts: Map<string, string | undefined>;
  /** Columns that triggers fill from others from now on, and whose rows a fill will touch later. */
  readonly synced: readonly SyncedColumn[];
}
