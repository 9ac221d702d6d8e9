import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { quoted } from "../plan/table-name";
import { bareName, splitName } from "../sql/split-name";

/** What keeps rows of a table unique: an index alone, or a constraint with the index of its name. */
export interface UniqueKey {
  readonly kind: "index" | "UNIQUE" | "PRIMARY KEY";
  /** SQL, with schema. */
  readonly table: string;
  /** SQL, with the dot; of the table and its indexes. */
  readonly schema: string;
  /** Bare; of the index, and of the constraint. */
  readonly name: string;
  /** PostgreSQL's words for the index. */
  readonly definition: string;
  /** ` DEFERRABLE INITIALLY DEFERRED`, or empty. */
  readonly deferral: string;
  /** What two of them have in common that differ in kind and name alone. */
  readonly shape: string;
  readonly isBuiltWhereDefault: boolean;
  /** SQL that gives a new one what hangs on this one: its comments and marks. */
  readonly marks: readonly string[];
}

/** By the name of the index, with schema. Only valid ones, and none of partitioned tables or their partitions. */
export function uniqueKeys({ objects }: CatalogSnapshot): ReadonlyMap<string, UniqueKey> {
  const constraints = new Map(objects.filter((one) => one.kind === "constraint").map((one) => [one.name, one]));
  const comments = new Map(
    objects.filter((one) => one.kind === "comment").map((one) => [one.name, String(one.facts.text)]),
  );
  return new Map(
    objects.flatMap((one) => {
      const key = one.kind === "index" ? uniqueKey(one, constraints, comments) : undefined;
      return key === undefined ? [] : [[one.name, key]];
    }),
  );
}

function uniqueKey(
  { name: index, facts }: CatalogObject,
  constraints: ReadonlyMap<string, CatalogObject>,
  comments: ReadonlyMap<string, string>,
): UniqueKey | undefined {
  const definition = String(facts.definition);
  const [, rest = "", table = ""] = ofUnique.exec(definition) ?? [];
  if (table === "" || "parent" in facts || facts["is valid"] !== true) return undefined;
  const own = splitName(index).part;
  const constraint = constraints.get(`${table}.${own}`);
  const words = String(constraint?.facts.definition);
  const [, kind] = /^(UNIQUE|PRIMARY KEY) /.exec(words) ?? [];
  const comment = (what: string, object: string, sql: string) => {
    const found = comments.get(`${what} ${object}`);
    return found === undefined ? [] : [`COMMENT ON ${sql} IS '${found.replaceAll("'", "''")}'`];
  };
  return {
    kind: kind === "UNIQUE" || kind === "PRIMARY KEY" ? kind : "index",
    table,
    schema: index.slice(0, -own.length),
    name: bareName(index),
    definition,
    deferral: kind === undefined ? "" : (/ (?:NOT )?DEFERRABLE.*$/.exec(words)?.[0] ?? ""),
    shape: JSON.stringify([rest, facts.tablespace ?? null]),
    isBuiltWhereDefault: facts.tablespace === undefined,
    marks: [
      ...comment("index", index, `INDEX ${index}`),
      ...(kind === undefined ? [] : comment("table constraint", `${own} on ${table}`, `CONSTRAINT ${own} ON ${table}`)),
      ...(facts["is clustered on"] === true ? [`ALTER TABLE ${table} CLUSTER ON ${own}`] : []),
      ...(facts["is replica identity"] === true ? [`ALTER TABLE ${table} REPLICA IDENTITY USING INDEX ${own}`] : []),
    ],
  };
}

/** The index without its name, and its table; of a partitioned table it says ONLY. */
const ofUnique =
  /^CREATE UNIQUE INDEX (?:"(?:[^"]|"")*"|[^" ]+) (ON ((?:"(?:[^"]|"")*"|[^". ]+)\.(?:"(?:[^"]|"")*"|[^". ]+)) USING .*)$/s;

export function builtAs({ definition }: UniqueKey, name: string): string {
  return definition.replace(
    /^CREATE UNIQUE INDEX (?:"(?:[^"]|"")*"|[^" ]+) /,
    () => `CREATE UNIQUE INDEX CONCURRENTLY ${quoted(name)} `,
  );
}

/** On the way back it may be gone already. */
export type Existence = "" | "IF EXISTS ";

export function dropped({ kind, table, schema, name }: UniqueKey, existence: Existence): string {
  return kind === "index"
    ? `DROP INDEX ${existence}${schema}${quoted(name)}`
    : `ALTER TABLE ${table} DROP CONSTRAINT ${existence}${quoted(name)}`;
}

/** @param index bare: of the same shape; it gets the name of the key. */
export function takenOver(
  { kind, table, schema, name, deferral }: UniqueKey,
  index: string,
  existence: Existence,
): string {
  return kind === "index"
    ? `ALTER INDEX ${existence}${schema}${quoted(index)} RENAME TO ${quoted(name)}`
    : `ALTER TABLE ${table} ADD CONSTRAINT ${quoted(name)} ${kind} USING INDEX ${quoted(index)}${deferral}`;
}
