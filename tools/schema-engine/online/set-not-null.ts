import { quoted } from "../plan/table-name";
import { type OnlineForm, together } from "./online-form";
import type { SchemaFacts } from "./schema-facts";
import { shortName } from "./short-name";

/**
 * "If a valid CHECK constraint exists … which proves no NULL can exist, then the table scan is skipped" (PostgreSQL manual, ALTER TABLE,
 * `SET NOT NULL`): such a constraint is added NOT VALID, validated while others read and write, and gone afterwards.
 */
export function setNotNull(table: string, column: string, facts: SchemaFacts): OnlineForm | undefined {
  const name = quoted(column);
  if (!(facts.isPlainTable(table) || facts.isPartitionedTable(table)) || facts.isNullable(table, name) !== true)
    return undefined;
  if (facts.validConstraints(table).includes(`CHECK ((${name} IS NOT NULL))`)) return undefined;
  const check = shortName(`${column}_not_null`, table);
  return {
    inPlace: [`ALTER TABLE ${table} ADD CONSTRAINT ${quoted(check)} CHECK (${name} IS NOT NULL) NOT VALID`],
    later: [together(validation(table, check))],
    whenValid: notNullByCheck(table, column, check, facts.notNullName(table, name)),
    table,
    names: [],
    columns: [column],
    isReferredTo: false,
    unsure: [],
    cleaning: [`ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${quoted(check)}`],
  };
}

export function validation(table: string, check: string): string {
  return `ALTER TABLE ${table} VALIDATE CONSTRAINT ${quoted(check)}`;
}

/** Of a check that is valid. Its lock is exclusive: in the transaction of the validation, an attempt that does not get it would have read the table in vain. */
export function notNullByCheck(table: string, column: string, check: string, name?: string): readonly string[] {
  return [
    name === undefined
      ? `ALTER TABLE ${table} ALTER COLUMN ${quoted(column)} SET NOT NULL`
      : `ALTER TABLE ${table} ADD CONSTRAINT ${name} NOT NULL ${quoted(column)}`,
    `ALTER TABLE ${table} DROP CONSTRAINT ${quoted(check)}`,
  ];
}
