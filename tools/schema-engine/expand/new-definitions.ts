import type { Client } from "pg";
import { shortName } from "../online/short-name";
import { quoted } from "../plan/table-name";
import { bareName } from "../sql/split-name";
import { type ColumnChange, converted } from "./column-change";
import type { ColumnParts, ConstraintPart, IndexPart } from "./read-column-parts";

/** What stands beside an old part until the swap: SQL that makes it, under a name of its own. */
export interface NextPart<Part> {
  readonly part: Part;
  /** SQL, without schema. */
  readonly next: string;
  readonly definition: string;
}

export interface NewDefinitions {
  readonly indexes: readonly NextPart<IndexPart>[];
  readonly checks: readonly NextPart<ConstraintPart>[];
  readonly foreignKeys: readonly NextPart<ConstraintPart>[];
}

/**
 * The definitions of indexes and constraints for the new columns, in PostgreSQL's own words: the change is made in place on a copy that nobody
 * needs any more, where PostgreSQL builds all of them anew, and refuses what the change cannot be made for.
 */
export async function readNewDefinitions(
  client: Client,
  changes: readonly ColumnChange[],
  parts: ColumnParts,
): Promise<NewDefinitions> {
  const foreignKeys = parts.constraints.filter((one) => one.kind === "f");
  const checks = parts.constraints.filter((one) => one.kind === "c");
  for (const { table, column, next } of changes) {
    await client.query(`ALTER TABLE ${table} RENAME COLUMN ${column} TO ${next}`);
  }
  const ofKeys = await definitions(client, foreignKeys);
  for (const statement of changeInPlace(changes, parts)) await client.query(statement);
  const indexes: NextPart<IndexPart>[] = [];
  for (const part of parts.indexes) {
    const next = nextName(part, changes);
    await client.query(`ALTER INDEX ${part.schema}.${part.name} RENAME TO ${next}`);
    const { rows } = await client.query<{ sql: string }>("SELECT pg_get_indexdef($1::regclass) AS sql", [
      `${part.schema}.${next}`,
    ]);
    indexes.push({ part, next, definition: rows[0]?.sql ?? "" });
  }
  const ofChecks = await definitions(client, checks);
  const named = (part: ConstraintPart, definition: string | undefined) => ({
    part,
    next: nextName(part, changes),
    definition: definition ?? "",
  });
  return {
    indexes,
    checks: checks.map((part, index) => named(part, ofChecks[index])),
    foreignKeys: foreignKeys.map((part, index) => named(part, ofKeys[index])),
  };
}

/** The plain form, after the columns have been renamed to their next names. */
export function changeInPlace(
  changes: readonly ColumnChange[],
  { constraints, views }: ColumnParts,
): readonly string[] {
  return [
    ...viewDrops(views),
    ...neededEnums(changes),
    ...constraints
      .filter((one) => one.kind === "f")
      .map(({ table, name }) => `ALTER TABLE ${table} DROP CONSTRAINT ${name}`),
    ...changes.map((change) => {
      const column = `ALTER COLUMN ${change.next}`;
      const withoutDefault = change.oldDefault === undefined ? "" : `${column} DROP DEFAULT, `;
      return `ALTER TABLE ${change.table} ${withoutDefault}${column} TYPE ${typeOf(change)} USING ${converted(change, change.next)}`;
    }),
  ];
}

/** Outermost first: it takes no lock that a reader of another view, or of the tables, could wait for with that view in its hands. */
export function viewDrops(views: ColumnParts["views"]): readonly string[] {
  return [...views].reverse().map(({ name }) => `DROP VIEW ${name}`);
}

export function neededEnums(changes: readonly ColumnChange[]): readonly string[] {
  const statements = changes.flatMap(({ enum: needed }) => {
    if (needed === undefined) return [];
    const labels = needed.labels.map((label) => `'${label.replaceAll("'", "''")}'`).join(", ");
    return [`CREATE TYPE ${needed.temporary ?? needed.name} AS ENUM (${labels})`];
  });
  return [...new Set(statements)];
}

export function typeOf({ newType, collation }: ColumnChange): string {
  return collation === undefined ? newType : `${newType} COLLATE ${collation}`;
}

async function definitions(client: Client, constraints: readonly ConstraintPart[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { table, name } of constraints) {
    const { rows } = await client.query<{ sql: string }>(
      "SELECT pg_get_constraintdef(oid) AS sql FROM pg_constraint WHERE conrelid = $1::regclass AND quote_ident(conname) = $2",
      [table, name],
    );
    found.push(rows[0]?.sql ?? "");
  }
  return found;
}

function nextName({ table, name }: { table: string; name: string }, changes: readonly ColumnChange[]): string {
  return quoted(shortName(`${bareName(name)}_next`, JSON.stringify([table, changes.map((one) => one.next)])));
}
