import { shortName } from "../online/short-name";
import { quoted } from "../plan/table-name";
import { bareName, splitName } from "../sql/split-name";
import type { ColumnChange } from "./column-change";
import { type NewDefinitions, viewDrops } from "./new-definitions";
import type { PresenceCheck } from "./presence-checks";
import type { ColumnParts, SequencePart } from "./read-column-parts";

/**
 * The statements of the one transaction that locks the tables against everybody. None of them reads a row; the locks are taken first and
 * together, so that the transaction waits before it has done anything.
 */
export function swap(
  changes: readonly ColumnChange[],
  parts: ColumnParts,
  next: NewDefinitions,
  triggerDrops: readonly string[],
  presence: readonly PresenceCheck[],
  defaults: ReadonlyMap<ColumnChange, string>,
): readonly string[] {
  const foreign = next.foreignKeys.map((one) => one.part);
  const locked = [...changes, ...foreign]
    .map((one) => one.table)
    .concat(foreign.flatMap((one) => one.referenced ?? []));
  const alter = (table: string, what: string) => `ALTER TABLE ${table} ${what}`;
  const renamed = ({ part, next: name }: NewDefinitions["checks"][number]) =>
    alter(part.table, `RENAME CONSTRAINT ${name} TO ${part.name}`);
  return [
    ...viewDrops(parts.views),
    `LOCK TABLE ${[...new Set(locked)].sort().join(", ")} IN ACCESS EXCLUSIVE MODE`,
    ...triggerDrops,
    ...presence.flatMap((one) => one.inSwap),
    ...parts.sequences.flatMap((one) => moveSequence(one, changes)),
    ...foreign.map((one) => alter(one.table, `DROP CONSTRAINT ${one.name}`)),
    ...changes.map((one) => alter(one.table, `DROP COLUMN ${one.column}`)),
    ...changes.map((one) => alter(one.table, `RENAME COLUMN ${one.next} TO ${one.column}`)),
    ...next.indexes.map(({ part, next: name }) => {
      const key = parts.constraints.find((one) => one.table === part.table && one.index === part.name);
      if (key === undefined) return `ALTER INDEX ${part.schema}.${name} RENAME TO ${part.name}`;
      const deferral = `${key.isDeferrable ? " DEFERRABLE" : ""}${key.isDeferred ? " INITIALLY DEFERRED" : ""}`;
      const kind = key.kind === "p" ? "PRIMARY KEY" : "UNIQUE";
      return alter(key.table, `ADD CONSTRAINT ${key.name} ${kind} USING INDEX ${name}${deferral}`);
    }),
    ...[...next.checks, ...next.foreignKeys].map(renamed),
    ...parts.notNulls.flatMap(({ table, column, name }) => {
      const check = presence[changes.findIndex((one) => one.table === table && one.column === column)];
      return name === null || check === undefined ? [] : [alter(table, `RENAME CONSTRAINT ${check.name} TO ${name}`)];
    }),
    ...enumSwaps(changes),
    ...changes.flatMap((one) => {
      const value = defaults.get(one);
      return value === undefined ? [] : [alter(one.table, `ALTER COLUMN ${one.column} SET DEFAULT ${value}`)];
    }),
    ...parts.grants.map(
      (one) =>
        `GRANT ${one.privilege} (${one.column}) ON ${one.table} TO ${one.role}${one.isGrantable ? " WITH GRANT OPTION" : ""}`,
    ),
    ...parts.views.flatMap((one) => one.create),
  ];
}

/** The old sequence keeps nobody's calls of nextval after its rename, which waits for those that run. */
function moveSequence(
  { table, column, schema, name, identity, options }: SequencePart,
  changes: readonly ColumnChange[],
): readonly string[] {
  const change = changes.find((one) => one.table === table && one.column === column);
  if (change === undefined) return [];
  if (identity === "") return [`ALTER SEQUENCE ${schema}.${name} OWNED BY ${table}.${change.next}`];
  const old = quoted(shortName(`${bareName(name)}_before`, change.next));
  const literal = `${schema}.${name}`.replaceAll("'", "''");
  return [
    `ALTER SEQUENCE ${schema}.${name} RENAME TO ${old}`,
    `ALTER TABLE ${table} ALTER COLUMN ${change.next} ADD GENERATED ${identity === "a" ? "ALWAYS" : "BY DEFAULT"} AS IDENTITY (SEQUENCE NAME ${schema}.${name} ${options})`,
    `SELECT setval('${literal}', last_value, is_called) FROM ${schema}.${old}`,
  ];
}

/** No column has the old type any more. */
function enumSwaps(changes: readonly ColumnChange[]): readonly string[] {
  const statements = changes.flatMap(({ enum: needed }) => {
    if (needed?.temporary === undefined) return [];
    const own = splitName(needed.name).part;
    return [`DROP TYPE ${needed.name}`, `ALTER TYPE ${needed.temporary} RENAME TO ${own}`];
  });
  return [...new Set(statements)];
}
