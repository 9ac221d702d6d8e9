import { archiveSchema } from "../../postgres/archive-schema";
import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { type Problem, problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { shortName } from "../online/short-name";
import { tablesBelow } from "../plan/tables-below";
import { triggerState } from "../plan/trigger-state";
import { keyColumns } from "../sql/listed-names";
import { splitName } from "../sql/split-name";
import type { Archived } from "./archived";

/**
 * What a plan drops and the archive can keep. Throws `Refused` for what it cannot: then the way back would lose it in spite of the
 * option.
 *
 * @param id of the plan, the beginning of the names in the archive
 */
export function chooseArchived(from: CatalogSnapshot, to: CatalogSnapshot, id: string): readonly Archived[] {
  const kept = new Set(to.objects.map(keyOf));
  const gone = from.objects.filter((one) => !kept.has(keyOf(one)));
  const tables = gone.filter((one) => one.kind === "table");
  const isOfGone = ({ name }: CatalogObject) => tables.some((table) => table.name === splitName(name).owner);
  const tablesOfFrom = new Set(from.objects.filter((one) => one.kind === "table").map((one) => one.name));
  const columns = gone.filter(
    (one) =>
      one.kind === "column" &&
      one.facts.generated == null &&
      tablesOfFrom.has(splitName(one.name).owner) &&
      !isOfGone(one),
  );
  const problems: Problem[] = [];
  const refuse = (object: string, reason: string) =>
    problems.push(problem("migration/cannot-archive", { object, reason }));
  const context: Context = { from, to, id };
  const archived = [
    ...tables.flatMap((one) => {
      if (one.facts["partitioned by"] == null && one.facts["partition bound"] == null)
        return [archivedTable(one, context)];
      refuse(one.name, "it is partitioned, or a partition");
      return [];
    }),
    ...columns.flatMap((one) => {
      const { owner } = splitName(one.name);
      if (isOfFamily(owner, from)) {
        refuse(one.name, "its table is partitioned, a partition, a parent or a child");
        return [];
      }
      const key = primaryKey(owner, from);
      if (key.length > 0 && !key.includes(splitName(one.name).part)) return [archivedColumn(one, key, context)];
      refuse(
        one.name,
        key.length === 0
          ? "its table has no primary key by which rows could be found again"
          : "it is part of the primary key",
      );
      return [];
    }),
  ];
  if (problems.length > 0) throw new Refused(problems);
  return archived;
}

/** Whether a column may be dropped with that of another table. */
function isOfFamily(table: string, from: CatalogSnapshot): boolean {
  const found = from.objects.find((one) => one.kind === "table" && one.name === table);
  const { parents } = found?.facts ?? {};
  const isChild = Array.isArray(parents) && parents.length > 0;
  return isChild || found?.facts["partitioned by"] != null || tablesBelow(table, from).length > 1;
}

interface Context {
  readonly from: CatalogSnapshot;
  readonly to: CatalogSnapshot;
  readonly id: string;
}

function archivedTable({ name: table }: CatalogObject, context: Context): Archived {
  const { from } = context;
  const columns = from.objects.filter(
    (one) => one.kind === "column" && splitName(one.name).owner === table && one.facts.generated == null,
  );
  const store = storeOf(table, context);
  const names = columns.map((one) => splitName(one.name).part).join(", ");
  const counters = countersOf(table, context);
  return {
    object: table,
    table,
    sequences: counters.map((one) => one.sequence),
    stores: [store, ...counters.map((one) => one.store)],
    isReadInBetween: !isForced(table, from),
    save: [
      ...begin(table, from),
      `CREATE TABLE ${store} AS SELECT ${columns.map((one) => saved(one, context)).join(", ")} FROM ONLY ${table}`,
      ...counters.map((one) => one.save),
    ],
    restore: [
      ...(columns.length === 0
        ? []
        : [
            `INSERT INTO ${table} (${names}) OVERRIDING SYSTEM VALUE SELECT ${columns.map((one) => restored(one, "", context)).join(", ")} FROM ${store}`,
          ]),
      ...counters.flatMap((one) => one.restore),
      `DROP TABLE ${store}`,
    ],
  };
}

function archivedColumn(column: CatalogObject, key: readonly string[], context: Context): Archived {
  const { owner: table, part } = splitName(column.name);
  const store = storeOf(column.name, context);
  const { from, to } = context;
  const keys = key.join(", ");
  const counters = countersOf(column.name, context);
  const watchers = watchersOf(table, to);
  return {
    object: column.name,
    table,
    column: part,
    sequences: counters.map((one) => one.sequence),
    stores: [store, ...counters.map((one) => one.store)],
    isReadInBetween: !isForced(table, from),
    save: [
      ...begin(table, from),
      `CREATE TABLE ${store} AS SELECT ${keys}, ${saved(column, context)} FROM ${table}`,
      ...forced(table, from),
      `ALTER TABLE ${store} ADD PRIMARY KEY (${keys})`,
      ...counters.map((one) => one.save),
    ],
    restore: [
      ...unforced(table, to),
      ...watchers.off,
      `UPDATE ${table} AS kept SET ${part} = ${restored(column, "archived.", context)} FROM ${store} AS archived WHERE ${key.map((one) => `kept.${one} = archived.${one}`).join(" AND ")}`,
      ...watchers.on,
      ...forced(table, to),
      ...counters.flatMap((one) => one.restore),
      `DROP TABLE ${store}`,
    ],
  };
}

/** Nobody writes between the copy and the drop. */
function begin(table: string, from: CatalogSnapshot): readonly string[] {
  return [
    `CREATE SCHEMA IF NOT EXISTS ${archiveSchema}`,
    ...unforced(table, from),
    `LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`,
  ];
}

/**
 * Policies that are forced on the owner too would filter the rows in silence. Who owns the table may do without them for as long as its transaction
 * lasts; nobody else reads the table in it.
 */
function unforced(table: string, snapshot: CatalogSnapshot): readonly string[] {
  return isForced(table, snapshot) ? [`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`] : [];
}

function forced(table: string, snapshot: CatalogSnapshot): readonly string[] {
  return isForced(table, snapshot) ? [`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`] : [];
}

function isForced(table: string, { objects }: CatalogSnapshot): boolean {
  return objects.some(
    ({ kind, name, facts }) => kind === "table" && name === table && facts["row security"] === "enabled forced",
  );
}

/**
 * Triggers and rules of a table would take what comes back for a change of the rows. Who owns it may switch them off, in a transaction in which nobody
 * else writes; `session_replication_role` needs a right that few have.
 */
function watchersOf(table: string, { objects }: CatalogSnapshot) {
  const found = objects.filter(
    ({ kind, name, facts }) => kind in watcherKinds && splitName(name).owner === table && facts.enabled !== "D",
  );
  const alter = (one: CatalogObject, state: string) =>
    `ALTER TABLE ${table} ${state} ${watcherKinds[one.kind]} ${splitName(one.name).part}`;
  return {
    off: found.map((one) => alter(one, "DISABLE")),
    on: found.map((one) => alter(one, triggerState(one.facts.enabled))),
  };
}

const watcherKinds: Readonly<Record<string, string>> = { trigger: "TRIGGER", rule: "RULE" };

/** Sequences that a table or column owns. */
function countersOf(owner: string, { from, to, id }: Context) {
  const isOwned = (text: unknown) =>
    typeof text === "string" && (text === owner || text.startsWith(`${owner}.`) || text.startsWith(`${owner} `));
  const sequences = from.objects.filter((one) => one.kind === "sequence" && isOwned(one.facts["owned by"]));
  return sequences.map(({ name }) => {
    const store = storeOf(name, { from, to, id });
    return {
      sequence: name,
      store,
      save: `CREATE TABLE ${store} AS SELECT last_value, is_called FROM ${name}`,
      restore: [
        `SELECT setval('${name.replaceAll("'", "''")}', last_value, is_called) FROM ${store}`,
        `DROP TABLE ${store}`,
      ],
    };
  });
}

function storeOf(object: string, { id }: Context): string {
  const wish = `${id}_${object.replaceAll('"', "")}`;
  const name = Buffer.byteLength(wish) <= 63 ? wish : shortName(wish, id);
  return `${archiveSchema}."${name}"`;
}

/** A type that goes too cannot be the type of a column of the archive: its values are kept as texts. */
function saved(column: CatalogObject, context: Context): string {
  const { part } = splitName(column.name);
  return hasTypeThatGoes(column, context) ? `${part}::text AS ${part}` : part;
}

function restored(column: CatalogObject, prefix: string, context: Context): string {
  const value = `${prefix}${splitName(column.name).part}`;
  return hasTypeThatGoes(column, context) ? `${value}::${String(column.facts.type)}` : value;
}

function hasTypeThatGoes({ facts }: CatalogObject, { from, to }: Context): boolean {
  const type = String(facts.type).replace(/(\(.*\))?(\[\])*$/, "");
  const isThere = ({ objects }: CatalogSnapshot) =>
    objects.some((one) => one.name === type && typeKinds.includes(one.kind));
  return isThere(from) && !isThere(to);
}

const typeKinds = ["enum", "domain", "composite type", "range type", "base type"];

function primaryKey(table: string, { objects }: CatalogSnapshot): readonly string[] {
  const definition = objects
    .filter((one) => one.kind === "constraint" && splitName(one.name).owner === table)
    .map((one) => String(one.facts.definition))
    .find((one) => one.startsWith("PRIMARY KEY ("));
  return keyColumns(definition ?? "");
}

function keyOf({ kind, name }: CatalogObject): string {
  return `${kind} ${name}`;
}
