import type { Constraint, Node } from "libpg-query";
import { setIdentity } from "../plan/replica-identity";
import { quoted, tableName } from "../plan/table-name";
import { buildPartitionedKey } from "./build-partitioned-key";
import { foreignKeyBeside } from "./foreign-key-beside";
import type { KeySwap } from "./key-swap";
import { alone, type OnlineForm, standsApart, together } from "./online-form";
import { partitionedForeignKey } from "./partitioned-foreign-key";
import type { SchemaFacts } from "./schema-facts";
import { setNotNull } from "./set-not-null";
import { shortName } from "./short-name";

export interface AddedConstraint {
  readonly sql: string;
  readonly table: string;
  readonly constraint: Constraint;
  /** Bare names of columns that the plan makes NOT NULL before. */
  readonly filled: ReadonlySet<string>;
  /** The plan drops a constraint of this name before: the index of the new one is built while the old one still holds. */
  readonly swap: KeySwap | undefined;
}

/** Constraints whose rows are checked after they hold for new ones (PostgreSQL manual, ALTER TABLE, `NOT VALID`, `USING INDEX`). */
export function addConstraint(added: AddedConstraint, facts: SchemaFacts): OnlineForm | undefined {
  const { sql, table, constraint } = added;
  const name = constraint.conname;
  if (name === undefined) return undefined;
  switch (constraint.contype) {
    case "CONSTR_FOREIGN":
      // Before PostgreSQL 18, what is checked later stays unchecked for the partitions of a table that it refers to.
      if (!facts.hasUncheckedForeignKeysOfPartitions && facts.isPartitionedTable(tableName(constraint.pktable)))
        return undefined;
      if (facts.isPartitionedTable(table) && !facts.hasUncheckedForeignKeysOfPartitions)
        return partitionedForeignKey(table, constraint, facts);
      return facts.isPlainTable(table) || facts.isPartitionedTable(table)
        ? validatedLater(sql, table, name, constraint)
        : undefined;
    case "CONSTR_CHECK":
      return facts.isPlainTable(table) || facts.isPartitionedTable(table)
        ? validatedLater(sql, table, name, constraint)
        : undefined;
    case "CONSTR_UNIQUE":
    case "CONSTR_PRIMARY":
      if (facts.isPartitionedTable(table)) return partitionedKeyForm(added, name, facts);
      return facts.isPlainTable(table) ? usingIndex(added, name, facts) : undefined;
    default:
      return undefined;
  }
}

function validatedLater(sql: string, table: string, name: string, constraint: Constraint): OnlineForm | undefined {
  if (constraint.skip_validation || /\bNOT\s+(VALID|ENFORCED)\s*$/i.test(sql)) return undefined;
  return {
    inPlace: [`${sql} NOT VALID`],
    later: [together(`ALTER TABLE ${table} VALIDATE CONSTRAINT ${quoted(name)}`)],
    table,
    names: [name],
    columns: [],
    isReferredTo: false,
    unsure: [],
    cleaning: [],
  };
}

function usingIndex(
  { table, constraint, swap, filled: known }: AddedConstraint,
  name: string,
  facts: SchemaFacts,
): OnlineForm | undefined {
  const columns = names(constraint.keys);
  if (columns.length === 0 || constraint.indexname || constraint.options || constraint.without_overlaps)
    return undefined;
  const isPrimary = constraint.contype === "CONSTR_PRIMARY";
  const mayBeNull = (column: string) => !known.has(column) && facts.isNullable(table, quoted(column)) !== false;
  const nullable = isPrimary ? columns.filter(mayBeNull) : [];
  // A column that is new in this plan has no value in any row yet.
  if (nullable.some((column) => facts.isNullable(table, quoted(column)) === undefined)) return undefined;
  const list = (texts: readonly string[]) => `(${texts.map(quoted).join(", ")})`;
  const included = names(constraint.including);
  const index = swap === undefined ? name : shortName(`${name}_next`, JSON.stringify([table, constraint.keys]));
  const build = [
    `CREATE UNIQUE INDEX CONCURRENTLY ${quoted(index)} ON ${table} ${list(columns)}`,
    ...(included.length === 0 ? [] : [`INCLUDE ${list(included)}`]),
    ...(constraint.nulls_not_distinct ? ["NULLS NOT DISTINCT"] : []),
    ...(constraint.indexspace ? [`TABLESPACE ${quoted(constraint.indexspace)}`] : []),
  ].join(" ");
  const deferral = `${constraint.deferrable ? " DEFERRABLE" : ""}${constraint.initdeferred ? " INITIALLY DEFERRED" : ""}`;
  const kind = isPrimary ? "PRIMARY KEY" : "UNIQUE";
  const use = `ALTER TABLE ${table} ADD CONSTRAINT ${quoted(name)} ${kind} USING INDEX ${quoted(index)}${deferral}`;
  const foreignKeys = (swap?.foreignKeys ?? []).map(({ form }) => form);
  const filled = nullable.flatMap((column) => setNotNull(table, column, facts) ?? []);
  const notNull =
    filled.length === 0
      ? []
      : [
          together(...filled.flatMap(({ later }) => later.flatMap(({ statements }) => statements))),
          together(...filled.flatMap(({ whenValid = [] }) => whenValid)),
        ];
  const schema = /^(?:"(?:[^"]|"")*"|[^".]+)\./.exec(table)?.[0] ?? "";
  const identity = facts.identitiesAfter.get(table);
  const isIdentity = identity?.index === `${schema}${quoted(name)}` && identity.clause !== "DEFAULT";
  const identified = isIdentity ? [setIdentity(table, identity)] : [];
  return {
    inPlace: filled.flatMap((form) => form.inPlace),
    later: [
      ...notNull,
      alone(build),
      together(
        ...(swap?.drops ?? []).map(({ text }) => text),
        use,
        ...identified,
        ...foreignKeys.flatMap((form) => form.inPlace),
      ),
      ...foreignKeys.flatMap((form) => form.later),
    ],
    table,
    names: [name, index, ...foreignKeys.flatMap((form) => form.names)],
    columns,
    isReferredTo: true,
    unsure: [name],
    // With the constraint its index goes as well; before that the index is there alone.
    cleaning: [
      ...filled.flatMap((form) => form.cleaning),
      ...(swap === undefined ? [`ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${quoted(name)}`] : []),
      `DROP INDEX IF EXISTS ${schema}${quoted(index)}`,
    ],
  };
}

function partitionedKeyForm(
  { table, constraint, swap, filled }: AddedConstraint,
  name: string,
  facts: SchemaFacts,
): OnlineForm | undefined {
  const next = facts.partitionedKeyAfter(table, name);
  const old = swap === undefined ? undefined : facts.partitionedKeyBefore(table, name);
  const isNew = (partition: string) => !facts.isPlainTable(partition);
  if (next === undefined || (swap !== undefined && old === undefined) || constraint.indexspace) return undefined;
  if (next.leaves.every((one) => isNew(one.table))) return undefined;
  const isNullable = (column: string) => !filled.has(column) && facts.isNullable(table, quoted(column)) !== false;
  if (constraint.contype === "CONSTR_PRIMARY" && names(constraint.keys).some(isNullable)) return undefined;
  const keys = (swap?.drops ?? []).flatMap((one) => foreignKeyBeside(one, facts) ?? []);
  return { ...standsApart(table, buildPartitionedKey(next, old, keys, isNew)), isReferredTo: true };
}

function names(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).map((node) => ("String" in node ? (node.String.sval ?? "") : ""));
}
