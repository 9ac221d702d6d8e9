import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { isNamedNotNull } from "../plan/new-not-null-names";
import { type ReplicaIdentity, replicaIdentities } from "../plan/replica-identity";
import { quoted } from "../plan/table-name";
import { tableOfIndex } from "../plan/table-of-index";
import { tablesBelow } from "../plan/tables-below";
import { bareName, splitName } from "../sql/split-name";
import { type PartitionedIndex, partitionedIndex } from "./partitioned-index";
import { type PartitionedKey, partitionedKey } from "./partitioned-key";
import { type UniqueKey, uniqueKeys } from "./unique-key";

/** What the forms ask of the schemas on both sides of a plan. Names are SQL, with schema, as the snapshot writes them. */
export interface SchemaFacts {
  /** A table with rows of its own that was there before the plan, and is none of partitions after it. */
  isPlainTable(table: string): boolean;
  isPartitionedTable(table: string): boolean;
  isMaterializedView(name: string): boolean;
  /** Of a table that was there before the plan; `undefined`: the column was not. */
  isNullable(table: string, column: string): boolean | undefined;
  /** Of the NOT NULL that a column is to have, SQL; `undefined`: whatever PostgreSQL calls it. */
  notNullName(table: string, column: string): string | undefined;
  /** PostgreSQL's words for the constraints of a table before the plan that are known to hold for every row. */
  validConstraints(table: string): readonly string[];
  /** The table of an index that was there before the plan and belongs to no constraint and to no index of a partitioned table. */
  tableOfOwnIndex(index: string): string | undefined;
  isUniqueIndex(index: string): boolean;
  /** PostgreSQL's words for an index that was there before the plan. */
  indexDefinition(index: string): string | undefined;
  /** By the name of the index, of plain tables. */
  keyBefore(index: string): UniqueKey | undefined;
  keyAfter(index: string): UniqueKey | undefined;
  /** The sequence of an identity after the plan: SQL, with schema. `column`: bare. */
  identitySequence(table: string, column: string): string | undefined;
  /** Whether partitions take over foreign keys that are checked later: PostgreSQL 18 does. */
  readonly hasUncheckedForeignKeysOfPartitions: boolean;
  /** A constraint of a partition that belongs to this one of its parent, after the plan: bare name. */
  childConstraint(table: string, name: string, partition: string): string | undefined;
  /** By its table and bare name. */
  partitionedKeyBefore(table: string, name: string): PartitionedKey | undefined;
  partitionedKeyAfter(table: string, name: string): PartitionedKey | undefined;
  /** PostgreSQL's words for a constraint after the plan, by its table and name. */
  constraintAfter(constraint: string): string | undefined;
  /** The same before it. */
  constraintDefinition(constraint: string): string | undefined;
  /** Children before the plan; foreign tables among them. */
  partitionsOf(table: string): readonly string[];
  /** After the plan: the index of a partition that belongs to one of its parent. */
  childIndex(
    parentIndex: string,
    partition: string,
  ): { readonly name: string; readonly definition: string } | undefined;
  /** A valid index of a partitioned table that belongs to no constraint. */
  partitionedIndexBefore(index: string): PartitionedIndex | undefined;
  partitionedIndexAfter(index: string): PartitionedIndex | undefined;
  /** Whether the table of an index, by PostgreSQL's words for that, was there before the plan. */
  isOfKnownTable(indexDefinition: string): boolean;
  isForeign(table: string): boolean;
  /** Of each table before the plan, and after it. */
  readonly identitiesBefore: ReadonlyMap<string, ReplicaIdentity>;
  readonly identitiesAfter: ReadonlyMap<string, ReplicaIdentity>;
  isVolatile(functionName: string): boolean;
  /**
   * Whether an UPDATE of all rows of a plain table does that and nothing else, before and after the plan: no trigger and no rule of the user
   * sees it, no policy hides rows of it, and no table inherits from it.
   */
  isUpdatedAlone(table: string): boolean;
  /** Whether tables inherit from it, before the plan or after it. */
  hasChildren(table: string): boolean;
}

export function schemaFacts(
  from: CatalogSnapshot,
  to: CatalogSnapshot,
  volatileFunctions: ReadonlySet<string>,
  major: number,
): SchemaFacts {
  const byKind = (snapshot: CatalogSnapshot, kind: string) =>
    new Map(snapshot.objects.filter((one) => one.kind === kind).map((one) => [one.name, one]));
  const tables = byKind(from, "table");
  const tablesAfter = byKind(to, "table");
  const foreign = byKind(from, "foreign table");
  const columns = byKind(from, "column");
  const constraints = byKind(from, "constraint");
  const indexes = byKind(from, "index");
  const views = byKind(from, "materialized view");
  const constraintsAfter = byKind(to, "constraint");
  const [keysBefore, keysAfter] = [uniqueKeys(from), uniqueKeys(to)];
  const children = [...byKind(to, "index").values()].filter((one) => typeof one.facts.parent === "string");
  const isPartitioned = (one: CatalogObject | undefined) => one !== undefined && "partitioned by" in one.facts;
  return {
    isPlainTable: (table) =>
      tables.has(table) && !isPartitioned(tables.get(table)) && !isPartitioned(tablesAfter.get(table)),
    isPartitionedTable: (table) =>
      isPartitioned(tables.get(table)) && (!tablesAfter.has(table) || isPartitioned(tablesAfter.get(table))),
    isMaterializedView: (name) => views.has(name),
    isNullable(table, column) {
      const found = columns.get(`${table}.${column}`);
      if (found === undefined) return undefined;
      // NOT VALID: rows that were there need not satisfy it.
      return (
        found.facts["is not null"] !== true || String(found.facts["not null holds"]).includes("rows that were there")
      );
    },
    notNullName(table, column) {
      const found = to.objects.find((one) => one.name === `${table}.${column}` && isNamedNotNull(one));
      return found && String(found.facts.name);
    },
    validConstraints: (table) =>
      [...constraints.values()]
        .filter((one) => one.name.startsWith(`${table}.`) && one.facts["is valid"] === true)
        .map((one) => String(one.facts.definition)),
    tableOfOwnIndex(index) {
      const found = indexes.get(index);
      if (found === undefined || "parent" in found.facts) return undefined;
      const table = tableOfIndex(String(found.facts.definition));
      const schema = table.slice(0, -splitName(table).part.length);
      const ofConstraint = [...constraints.keys()].includes(`${table}.${index.slice(schema.length)}`);
      return ofConstraint ? undefined : table;
    },
    indexDefinition: (index) => definitionOf(indexes.get(index)),
    keyBefore: (index) => keysBefore.get(index),
    keyAfter: (index) => keysAfter.get(index),
    identitySequence: (table, column) =>
      to.objects.find(
        ({ kind, facts }) => kind === "sequence" && facts["owned by"] === `${table}.${quoted(column)} (identity)`,
      )?.name,
    hasUncheckedForeignKeysOfPartitions: major >= 18,
    childConstraint(table, name, partition) {
      const parent = `${table}.${quoted(name)}`;
      const found = [...constraintsAfter.values()].find(
        (one) => one.facts.parent === parent && splitName(one.name).owner === partition,
      );
      return found && bareName(found.name);
    },
    partitionedKeyBefore: (table, name) => partitionedKey(from, table, name),
    partitionedKeyAfter: (table, name) => partitionedKey(to, table, name),
    constraintAfter: (constraint) => definitionOf(constraintsAfter.get(constraint)),
    constraintDefinition: (constraint) => definitionOf(constraints.get(constraint)),
    isUniqueIndex: (index) => String(indexes.get(index)?.facts.definition).startsWith("CREATE UNIQUE"),
    partitionsOf: (table) =>
      [...tables.values(), ...foreign.values()]
        .filter(
          ({ facts }) => "partition bound" in facts && Array.isArray(facts.parents) && facts.parents.includes(table),
        )
        .map((one) => one.name),
    childIndex(parentIndex, partition) {
      const found = children.find(
        ({ facts }) => facts.parent === parentIndex && tableOfIndex(String(facts.definition)) === partition,
      );
      return found && { name: found.name, definition: String(found.facts.definition) };
    },
    partitionedIndexBefore: (index) => partitionedIndex(from, index),
    partitionedIndexAfter: (index) => partitionedIndex(to, index),
    isOfKnownTable: (definition) => tables.has(tableOfIndex(definition)),
    isForeign: (table) => foreign.has(table),
    identitiesBefore: replicaIdentities(from),
    identitiesAfter: replicaIdentities(to),
    isVolatile: (name) => volatileFunctions.has(name),
    hasChildren: (table) => [from, to].some((one) => tablesBelow(table, one).length > 1),
    isUpdatedAlone: (table) => ![...from.objects, ...to.objects].some((one) => meetsUpdate(one, table)),
  };
}

function definitionOf(object: CatalogObject | undefined): string | undefined {
  return object === undefined ? undefined : String(object.facts.definition);
}

function meetsUpdate({ kind, name, facts }: CatalogObject, table: string): boolean {
  const definition = String(facts.definition);
  switch (kind) {
    case "trigger":
      return name.startsWith(`${table}.`) && /\bUPDATE\b[\s\S]* ON /.test(definition);
    case "rule":
      return name.startsWith(`${table}.`) && / ON UPDATE\s+TO /.test(definition);
    case "table":
    case "foreign table":
      return name === table
        ? String(facts["row security"]).includes("forced")
        : Array.isArray(facts.parents) && facts.parents.includes(table);
    default:
      return false;
  }
}
