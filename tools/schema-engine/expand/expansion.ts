import { concurrently } from "../online/build-index";
import { fillInBatches } from "../online/fill-in-batches";
import { alone, together } from "../online/online-form";
import type { Segment } from "../plan/segment";
import type { ColumnChange } from "./column-change";
import { type NewDefinitions, neededEnums, typeOf } from "./new-definitions";
import { presenceChecks } from "./presence-checks";
import type { ColumnParts } from "./read-column-parts";
import { swap } from "./swap";
import { syncTriggers } from "./sync-trigger";

export interface Expansion {
  /** In order; the last one is the swap. */
  readonly parts: readonly Segment[];
  /** Takes back what any number of parts before the swap has made; does nothing where none of it is there. */
  readonly undo: Segment;
}

/**
 * New columns beside the old ones, kept equal by a trigger, filled in batches, with their own indexes and constraints; then one short
 * transaction that puts them in the place of the old ones.
 *
 * @param defaults SQL of each column's default after the swap
 */
export function expansion(
  changes: readonly ColumnChange[],
  parts: ColumnParts,
  next: NewDefinitions,
  defaults: ReadonlyMap<ColumnChange, string>,
): Expansion {
  const triggers = syncTriggers(changes);
  const presence = presenceChecks(changes, parts);
  const tables = [...new Set(changes.map((one) => one.table))];
  const validated = (table: string, name: string) => `ALTER TABLE ${table} VALIDATE CONSTRAINT ${name}`;
  const isValid = (definition: string) => !/ NOT (VALID|ENFORCED)$/.test(definition);
  const checks = next.checks.map(({ part, next: name, definition }) => ({ table: part.table, name, definition }));
  const keys = next.foreignKeys.map(({ part, next: name, definition }) => ({ table: part.table, name, definition }));
  const add = ({ table, name, definition }: (typeof checks)[number]) =>
    `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}${isValid(definition) ? " NOT VALID" : ""}`;
  const validate = (constraints: typeof checks) =>
    constraints.filter((one) => isValid(one.definition)).map((one) => validated(one.table, one.name));
  const some = (statements: readonly string[]) => (statements.length === 0 ? [] : [together(...statements)]);
  return {
    parts: [
      together(
        ...neededEnums(changes),
        ...changes.map((one) => `ALTER TABLE ${one.table} ADD COLUMN ${one.next} ${typeOf(one)}`),
        ...triggers.flatMap((one) => one.create),
        ...presence.flatMap((one) => one.add),
        ...checks.map(add),
      ),
      ...tables.map((table) => alone(backfill(changes, table, parts))),
      ...next.indexes.map(({ definition }) => alone(concurrently(definition))),
      together(...presence.map((one) => validated(one.table, one.name)), ...validate(checks)),
      ...some(keys.map(add)),
      ...some(validate(keys)),
      together(
        ...swap(
          changes,
          parts,
          next,
          triggers.flatMap((one) => one.drop),
          presence,
          defaults,
        ),
      ),
    ],
    undo: together(
      ...triggers.flatMap((one) => one.drop),
      ...keys.map((one) => `ALTER TABLE ${one.table} DROP CONSTRAINT IF EXISTS ${one.name}`),
      ...changes.map((one) => `ALTER TABLE ${one.table} DROP COLUMN IF EXISTS ${one.next}`),
      ...enumDrops(changes),
    ),
  };
}

function enumDrops(changes: readonly ColumnChange[]): readonly string[] {
  const names = changes.flatMap((one) => (one.enum === undefined ? [] : [one.enum.temporary ?? one.enum.name]));
  return [...new Set(names)].map((name) => `DROP TYPE IF EXISTS ${name}`);
}

/** The trigger converts, so there is one place that says how. */
function backfill(changes: readonly ColumnChange[], table: string, { watched }: ColumnParts): string {
  const own = changes.filter((one) => one.table === table);
  const missing = own.map((one) => `(${one.next} IS NULL AND ${one.column} IS NOT NULL)`).join(" OR ");
  const isWatched = watched.some((one) => one.table === table);
  return fillInBatches({
    table,
    assignments: own.map((one) => `${one.next} = DEFAULT`).join(", "),
    condition: own.length === 1 ? missing.slice(1, -1) : `(${missing})`,
    settings: [
      // Rows that a policy hides would be lost: PostgreSQL refuses the statement instead.
      ["row_security", "off"],
      // The user's triggers see changes of values, and this is none.
      ...(isWatched ? [["session_replication_role", "replica"] as const] : []),
    ],
  });
}
