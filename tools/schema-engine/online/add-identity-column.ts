import type { ColumnDef } from "libpg-query";
import { quoted } from "../plan/table-name";
import { fillWithDefault } from "./fill-in-batches";
import { alone, type OnlineForm, together } from "./online-form";
import type { SchemaFacts } from "./schema-facts";
import { notNullByCheck, validation } from "./set-not-null";
import { shortName } from "./short-name";

/**
 * A column that is an identity, for which PostgreSQL would number all rows by writing the table anew: until the rows that are there have their numbers, a
 * sequence gives them by a default, which then hands its counter over. Who inserts needs no right on the sequence of an identity, but on that of a default.
 */
export function addIdentityColumn(
  sql: string,
  table: string,
  column: ColumnDef,
  facts: SchemaFacts,
): OnlineForm | undefined {
  const name = column.colname ?? "";
  const sequence = facts.identitySequence(table, name);
  const written = ofIdentity.exec(sql);
  if (written === null || sequence === undefined || !facts.isPlainTable(table) || !facts.isUpdatedAlone(table))
    return undefined;
  const [, definition = "", type = "", kind = "", all = ""] = written;
  const options = all.replace(sequenceName, "").trim();
  const alter = `ALTER TABLE ${table} ALTER COLUMN ${quoted(name)}`;
  const check = shortName(`${name}_not_null`, table);
  const helper = shortName(`${name}_numbers`, table);
  const schema = /^(?:"(?:[^"]|"")*"|[^".]+)\./.exec(table)?.[0] ?? "";
  const numbers = `${schema}${quoted(helper)}`;
  const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
  return {
    inPlace: [
      definition,
      `CREATE SEQUENCE ${numbers} AS ${type} ${options} OWNED BY ${table}.${quoted(name)}`.replace(/ {2,}/, " "),
      `GRANT USAGE ON SEQUENCE ${numbers} TO PUBLIC`,
      `${alter} SET DEFAULT nextval(${literal(numbers)}::regclass)`,
    ],
    later: [
      alone(fillWithDefault(table, name, facts)),
      together(`ALTER TABLE ${table} ADD CONSTRAINT ${quoted(check)} CHECK (${quoted(name)} IS NOT NULL) NOT VALID`),
      together(validation(table, check)),
    ],
    whenValid: [
      ...notNullByCheck(table, name, check, facts.notNullName(table, quoted(name))),
      `${alter} DROP DEFAULT`,
      `${alter} ADD GENERATED ${kind} AS IDENTITY (SEQUENCE NAME ${sequence} ${options})`.replace(/ +\)$/, ")"),
      `SELECT setval(${literal(sequence)}::regclass, last_value, is_called) FROM ${numbers}`,
      `DROP SEQUENCE ${numbers}`,
    ],
    table,
    names: [helper, sequence.slice(schema.length).replace(/^"|"$/g, "").replaceAll('""', '"')],
    columns: [name],
    isReferredTo: false,
    unsure: [],
    cleaning: [`ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${quoted(check)}`],
  };
}

const sequenceName = /\bSEQUENCE\s+NAME\s+(?:(?:"(?:[^"]|"")*"|[^\s".]+)\.)?(?:"(?:[^"]|"")*"|[^\s".]+)/i;

/** The column without it, its type, when it generates, the options of the sequence without their parentheses. */
const ofIdentity =
  /^(ALTER\s+TABLE\s+(?:ONLY\s+)?[\s\S]*?\bADD\s+COLUMN\s+(?:"(?:[^"]|"")*"|[^\s"]+)\s+(smallint|integer|bigint|int[248]?))(?:\s+NOT\s+NULL)?\s+GENERATED\s+(ALWAYS|BY\s+DEFAULT)\s+AS\s+IDENTITY\s*(?:\(([^()]*)\))?(?:\s+NOT\s+NULL)?\s*$/i;
