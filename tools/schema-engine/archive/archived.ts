/** A dropped table or column whose values a plan keeps in the archive schema. */
export interface Archived {
  /** `public.t` or `public.t.c`, as the catalog snapshot names it. */
  readonly object: string;
  /** Table that it is, or that it is a column of. */
  readonly table: string;
  /** Absent: the whole table. */
  readonly column?: string;
  /** Counters that go with it, as the snapshot names them. */
  readonly sequences: readonly string[];
  /** Tables of the archive, the one with the values first. */
  readonly stores: readonly string[];
  /** Whether readers go on while the values are copied; setting aside its policies locks them out. */
  readonly isReadInBetween: boolean;
  /** Run right before it is dropped, in the same transaction. */
  readonly save: readonly string[];
  /** Run right after it is there again. */
  readonly restore: readonly string[];
}
