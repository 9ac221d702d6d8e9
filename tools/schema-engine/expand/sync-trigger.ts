import { shortName } from "../online/short-name";
import { quoted } from "../plan/table-name";
import { bareName, splitName } from "../sql/split-name";
import { type ColumnChange, converted } from "./column-change";

export interface SyncTrigger {
  readonly create: readonly string[];
  readonly drop: readonly string[];
}

/**
 * A trigger for each table that converts what is written to the old columns. Triggers run in the order of their names (PostgreSQL manual,
 * CREATE TRIGGER): `~` comes after letters, so this one sees what others of the user have made of a row. It is ENABLE ALWAYS, since rows that
 * come by replication need their value too.
 */
export function syncTriggers(changes: readonly ColumnChange[]): readonly SyncTrigger[] {
  return [...new Set(changes.map((one) => one.table))].map((table) => {
    const own = changes.filter((one) => one.table === table);
    const last = splitName(table).part;
    const name = shortName(`~${bareName(last)}_next`, JSON.stringify(own.map((one) => one.next)));
    const routine = `${table.slice(0, -last.length)}${quoted(name.slice(1))}`;
    const lines = own.map((one) => `  NEW.${one.next} := ${converted(one, `NEW.${one.column}`)};`);
    const settings = own.some(readsSettings) ? sessionSettings.map((one) => ` SET ${one} FROM CURRENT`).join("") : "";
    return {
      create: [
        `CREATE FUNCTION ${routine}() RETURNS trigger LANGUAGE plpgsql${settings} AS $specline$
BEGIN
${lines.join("\n")}
  RETURN NEW;
END
$specline$`,
        `CREATE TRIGGER ${quoted(name)} BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION ${routine}()`,
        `ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${quoted(name)}`,
      ],
      drop: [`DROP TRIGGER IF EXISTS ${quoted(name)} ON ${table}`, `DROP FUNCTION IF EXISTS ${routine}()`],
    };
  });
}

/** What the session of the migration has counts for every client, as it would for a change in place. */
const sessionSettings = ["timezone", "datestyle", "intervalstyle"];

function readsSettings({ oldType, newType }: ColumnChange): boolean {
  return [oldType, newType].some((type) => /\b(date|time|timestamp|interval)\b|range/.test(type));
}
