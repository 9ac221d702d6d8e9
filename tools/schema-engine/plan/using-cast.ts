export interface UsingCast {
  /** All of the statement before `USING`. */
  readonly head: string;
  /** SQL, as the statement has it. */
  readonly column: string;
  readonly type: string;
}

/** What engines write at the end of `ALTER COLUMN … TYPE`: `USING column::type`. `undefined`: it is not there, or goes through text already. */
export function usingCast(sql: string): UsingCast | undefined {
  const found = /\bUSING\s+((?:"(?:[^"]|"")*"|\w+))::((?!text(?:::|\s*;?\s*$))[\s\S]+?);?\s*$/.exec(sql);
  if (found === null) return undefined;
  const [, column = "", type = ""] = found;
  return { head: sql.slice(0, found.index), column, type };
}

export function usingText({ head, column, type }: UsingCast): string {
  return `${head}USING ${column}::text::${type}`;
}
