import type { Blocked } from "../trace/lock-mode";
import type { TableSize } from "../weigh/table-sizes";

/** Each has a page in docs/rules. */
export const hazardKinds = [
  "DELETES_DATA",
  "CHANGES_VALUES",
  "STALE_VALUES",
  "WIDENS_ACCESS",
  "MOVES_COUNTER",
  "TABLE_REWRITE",
  "BLOCKING_INDEX_BUILD",
  "TABLE_SCAN",
  "OPEN_WINDOW",
  "DEPENDS_ON_ROWS",
  "BREAKS_CLIENTS",
  "BRIEF_LOCK",
  "RUNS_ALONE",
] as const;
export type HazardKind = (typeof hazardKinds)[number];

/** Kinds that a plan is refused for unless they are allowed by name: what is gone, seen, blocked or let in cannot be had back. */
export const refusedKinds: readonly HazardKind[] = [
  "DELETES_DATA",
  "CHANGES_VALUES",
  "STALE_VALUES",
  "WIDENS_ACCESS",
  "MOVES_COUNTER",
  "TABLE_REWRITE",
  "BLOCKING_INDEX_BUILD",
  "TABLE_SCAN",
  "OPEN_WINDOW",
];

/** What to do about each, one sentence. */
const remedies: Readonly<Record<HazardKind, string>> = {
  DELETES_DATA: "Make sure that nobody needs the rows, or move them first.",
  CHANGES_VALUES: "Look at the rows that are there; to keep the old values, add a column and fill it.",
  STALE_VALUES:
    "In a migration of its own after it: REINDEX INDEX CONCURRENTLY the indexes, UPDATE stored columns to DEFAULT, and drop checks and add them again NOT VALID to validate them; or give the new body another name and move each object to it.",
  WIDENS_ACCESS:
    "Look at who sees what afterwards, as a role with few rights; grant to the roles that need it, or make the policy that takes its place in the same transaction.",
  MOVES_COUNTER:
    "Set it from the rows that are there: SELECT setval('s', max(id)) FROM t, while a lock keeps writers out.",
  TABLE_REWRITE:
    "Plan it with `diff --expand-contract`: a new column, filled in batches, takes the place of the old one; or choose an hour when the table may stand still.",
  BLOCKING_INDEX_BUILD: "Build the index CONCURRENTLY first, and for a constraint add it USING INDEX.",
  TABLE_SCAN:
    "Add the constraint NOT VALID and VALIDATE it in a migration of its own; NOT NULL after a validated CHECK reads nothing.",
  OPEN_WINDOW:
    "Change it in a migration of its own, or stop those who rely on it until the last of these parts is done.",
  DEPENDS_ON_ROWS: "Count the rows that stand against it before: `migrate --dry-run` on the target does.",
  BREAKS_CLIENTS: "Let the code that uses the old form go first, or keep both for a while.",
  BRIEF_LOCK: "Give it a lock timeout and try again, so that nobody queues behind it: `migrate` does both.",
  RUNS_ALONE: "Put the statement into a file of its own.",
};

export interface Hazard {
  readonly kind: HazardKind;
  /** What it hits and why it hurts, one line. */
  readonly text: string;
  /** Table or other object, as the catalog snapshot names it. */
  readonly object: string;
  /** `ACCESS EXCLUSIVE`; missing: it is no matter of a lock. */
  readonly lock?: string;
  readonly blocks?: Blocked;
  /** What to do about this one, where it is something else than for its kind. */
  readonly remedy?: string;
  /** Of the object in a live database, where one was asked. */
  readonly size?: TableSize;
}

export function remedyOf({
  kind,
  remedy,
}: {
  readonly kind: HazardKind;
  readonly remedy?: string | undefined;
}): string {
  return remedy ?? remedies[kind];
}
