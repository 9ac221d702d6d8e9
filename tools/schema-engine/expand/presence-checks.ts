import { shortName } from "../online/short-name";
import { quoted } from "../plan/table-name";
import { bareName } from "../sql/split-name";
import type { ColumnChange } from "./column-change";
import type { ColumnParts } from "./read-column-parts";

/** That no row lacks its new value; while it is not validated yet, it holds for every row that is written. */
export interface PresenceCheck {
  readonly table: string;
  readonly name: string;
  readonly add: readonly string[];
  /** What is done with it when the new column takes the place of the old one, which takes others with it. */
  readonly inSwap: readonly string[];
}

export function presenceChecks(changes: readonly ColumnChange[], { notNulls }: ColumnParts): readonly PresenceCheck[] {
  return changes.map(({ table, column, next }): PresenceCheck => {
    const name = quoted(shortName(`${bareName(column)}_is_filled`, JSON.stringify([table, next])));
    const notNull = notNulls.find((one) => one.table === table && one.column === column);
    const add = (definition: string) => [`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition} NOT VALID`];
    if (notNull === undefined) {
      return { table, name, add: add(`CHECK (${column} IS NULL OR ${next} IS NOT NULL)`), inSwap: [] };
    }
    if (notNull.name !== null) return { table, name, add: add(`NOT NULL ${next}`), inSwap: [] };
    return {
      table,
      name,
      add: add(`CHECK (${next} IS NOT NULL)`),
      inSwap: [
        `ALTER TABLE ${table} ALTER COLUMN ${next} SET NOT NULL`,
        `ALTER TABLE ${table} DROP CONSTRAINT ${name}`,
      ],
    };
  });
}
