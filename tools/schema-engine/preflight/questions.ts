import type { LiveRows } from "./live-rows";
import type { Change, NewChecks, RowCheck } from "./row-check";

/** Rules of one kind: what a partition would be asked is not asked once more where its parent is. */
export type RuleKind = "column" | "type" | "check" | "domain" | "partition" | "foreign key" | "unique";

export interface Asked {
  readonly kind: RuleKind;
  readonly table: number;
  /** Other tables whose rows the answer depends on. */
  readonly others?: readonly number[];
  readonly what: string;
  /** The condition on a live row `t` that stands against the statement, or the whole question; `undefined`: what it needs cannot be known. */
  readonly against: () => string | Pick<RowCheck, "rows" | "value"> | undefined;
}

export interface Questions {
  readonly ask: (asked: Asked) => void;
  readonly cannotAsk: (asked: Pick<Asked, "kind" | "table" | "what">, reason: string) => void;
  readonly result: () => NewChecks;
}

type Found = Pick<Asked, "kind" | "table" | "what"> & ({ readonly check: RowCheck } | { readonly reason: string });

/** Gathers what is asked of tables that were there at the start. */
export function questions({ before, isChanged, isProved }: Change, live: LiveRows): Questions {
  const found: Found[] = [];
  const isThere = (table: number) => before.columns.some((one) => one.table === table);
  const answer = ({
    table,
    others = [],
    what,
    against,
  }: Asked): { check: RowCheck } | { reason: string } | undefined => {
    const of = live.tableOf(table);
    if (of === undefined) {
      return isThere(table) && !isProved(table) ? { reason: "statements before it fill the table" } : undefined;
    }
    if ([table, ...others].some(isChanged)) return { reason: "statements before it change rows" };
    const made = against();
    if (made === undefined) return { reason: "statements before it add, fill or retype its columns" };
    const from = live.from(table);
    const rows = (select: string) => `SELECT ${select} FROM ${from} AS t WHERE ${made}`;
    const question = typeof made === "string" ? { rows } : made;
    return { check: { table: of.tableName, from, what, ...question } };
  };
  return {
    cannotAsk: (asked, reason) => {
      if (live.tableOf(asked.table) !== undefined) found.push({ ...asked, reason });
    },
    ask: (asked) => {
      const said = answer(asked);
      if (said !== undefined) found.push({ ...asked, ...said });
    },
    result: () => {
      const asked = new Set(found.map((one) => `${one.kind} ${one.table}`));
      // Rows of partitions are rows of their parent.
      const own = found.filter(
        ({ kind, table }) => !live.tableOf(table)?.parents.some((parent) => asked.has(`${kind} ${parent}`)),
      );
      return {
        checks: own.flatMap((one) => ("check" in one ? [one.check] : [])),
        unchecked: own.flatMap((one) => ("reason" in one ? [`${one.what}: ${one.reason}`] : [])),
      };
    },
  };
}
