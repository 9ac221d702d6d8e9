import { escapeLiteral } from "pg";
import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { CatalogDifference } from "../../postgres/catalog-snapshot/compare-snapshots";
import { splitName } from "../sql/split-name";
import { storages } from "./column-settings";
import { granteeOf, grantStatement } from "./grant-statement";
import { triggerState } from "./trigger-state";
import { createStatistics } from "./with-unplanned-kinds";

/**
 * Statements that set what a tried plan has left different, at its end: states of triggers, defaults of partitions, storage parameters, comments,
 * which engines do not plan or lose when they make an object anew. `undefined`: some of it cannot be set in place.
 */
export function missingSettings(
  differences: readonly CatalogDifference[],
  wanted: CatalogSnapshot,
): readonly string[] | undefined {
  const objects = new Map(wanted.objects.map((one) => [`${one.kind} ${one.name}`, one]));
  const statements: string[] = [];
  for (const one of differences) {
    const found = settingsOf(one, objects.get(`${one.kind} ${one.name}`));
    if (found === undefined) return undefined;
    statements.push(...found);
  }
  return [...new Set(statements)];
}

function settingsOf(difference: CatalogDifference, object: CatalogObject | undefined): readonly string[] | undefined {
  if (difference.kind === "comment") return comment(difference.name, object?.facts.text);
  // They go with a column that is made again.
  if (difference.kind === "statistics" && difference.change === "missing" && object !== undefined)
    return createStatistics(object);
  // What a child has from its parent becomes its own, too, without a look at the rows.
  if (difference.kind === "own not null")
    return [alter(difference.name, `ALTER COLUMN ${splitName(difference.name).part} SET NOT NULL`)];
  if (difference.kind === "constraint trigger") return constraintTrigger(difference, object);
  if (difference.change !== "different") return undefined;
  const set = setters[difference.kind];
  const statements = difference.facts.map((fact) =>
    set?.[fact.name]?.(difference.name, fact.wanted, fact.actual, object),
  );
  return statements.every((one) => one !== undefined) ? statements.flat() : undefined;
}

/**
 * The snapshot has those that are not simply on. PostgreSQL names them after numbers of its own, so they go all together; triggers of the user are
 * set after it, one by one, when the difference is seen.
 */
function constraintTrigger(
  { name, change }: CatalogDifference,
  object: CatalogObject | undefined,
): readonly string[] | undefined {
  const isOff = change !== "additional" && object?.facts.enabled === "D";
  if (change !== "additional" && !isOff) return undefined;
  const table = splitName(name.replace(/ \d+$/, "")).owner;
  return [`ALTER TABLE ONLY ${table} ${isOff ? "DISABLE" : "ENABLE"} TRIGGER ALL`];
}

type Setter = (
  name: string,
  wanted: unknown,
  actual: unknown,
  object: CatalogObject | undefined,
) => readonly string[] | undefined;

const setters: Readonly<Record<string, Readonly<Record<string, Setter>>>> = {
  trigger: {
    enabled: (name, wanted) => [alter(name, `${triggerState(wanted)} TRIGGER ${splitName(name).part}`)],
  },
  rule: {
    enabled: (name, wanted) => [
      `ALTER TABLE ${splitName(name).owner} ${triggerState(wanted)} RULE ${splitName(name).part}`,
    ],
  },
  index: {
    "is replica identity": (name, wanted, _, object) => {
      const table = tableOfIndex(object);
      // What takes its place is a setting of the table.
      if (wanted !== true) return [];
      return table === undefined
        ? undefined
        : [`ALTER TABLE ${table} REPLICA IDENTITY USING INDEX ${splitName(name).part}`];
    },
    "is clustered on": (name, wanted, _, object) => {
      const table = tableOfIndex(object);
      if (table === undefined) return undefined;
      return [`ALTER TABLE ${table} ${wanted === true ? `CLUSTER ON ${splitName(name).part}` : "SET WITHOUT CLUSTER"}`];
    },
  },
  // Those of identities, whose sequences engines leave out.
  sequence: {
    persistence: (name, wanted) => [`ALTER SEQUENCE ${name} SET ${wanted === "u" ? "UNLOGGED" : "LOGGED"}`],
    privileges: (name, wanted, actual) => grantsOf(`SEQUENCE ${name}`, wanted, actual),
  },
  // PostgreSQL makes them again for a new type of a column, without it.
  statistics: { target: (name, wanted) => [`ALTER STATISTICS ${name} SET STATISTICS ${wanted ?? -1}`] },
  "foreign server": {
    version: (name, wanted) => [
      `ALTER SERVER ${name} VERSION ${wanted === null ? "NULL" : escapeLiteral(String(wanted))}`,
    ],
  },
  // PostgreSQL 18.
  publication: {
    pubgencols: (name, wanted) => [
      `ALTER PUBLICATION ${name} SET (publish_generated_columns = ${wanted === "s" ? "stored" : "none"})`,
    ],
  },
  "materialized view": { "is filled": (name) => [`REFRESH MATERIALIZED VIEW ${name}`] },
  table: {
    "toast options": (name, wanted, actual) => storageParameters(`ALTER TABLE ${name}`, "toast.", wanted, actual),
    "of type": (name, wanted) => [`ALTER TABLE ${name} ${wanted === null ? "NOT OF" : `OF ${wanted}`}`],
  },
  column: {
    default: (name, wanted) => [
      alter(name, `ALTER COLUMN ${splitName(name).part} ${wanted === null ? "DROP DEFAULT" : `SET DEFAULT ${wanted}`}`),
    ],
    compression: (name, wanted) => [
      alter(name, `ALTER COLUMN ${splitName(name).part} SET COMPRESSION ${compressions[String(wanted)] ?? "default"}`),
    ],
    // Of a new column or type: what PostgreSQL gives it without a word is not in the snapshot.
    storage: (name, wanted) => [
      alter(name, `ALTER COLUMN ${splitName(name).part} SET STORAGE ${storages[String(wanted)]}`),
    ],
    options: (name, wanted, actual) => {
      const { owner, part } = splitName(name);
      return storageParameters(`ALTER TABLE ${owner} ALTER COLUMN ${part}`, "", wanted, actual);
    },
    "foreign options": (name, wanted, actual) => {
      const { owner, part } = splitName(name);
      return [`ALTER FOREIGN TABLE ${owner} ALTER COLUMN ${part} OPTIONS (${foreignOptions(wanted, actual)})`];
    },
  },
};

/** `pg_attribute.attcompression`. */
const compressions: Readonly<Record<string, string>> = { p: "pglz", l: "lz4" };

/** On this table alone: what a partition has of its own does not go to others. */
function alter(part: string, action: string): string {
  return `ALTER TABLE ONLY ${splitName(part).owner} ${action}`;
}

function tableOfIndex(index: CatalogObject | undefined): string | undefined {
  return / ON (?:ONLY )?(.*?) USING /.exec(String(index?.facts.definition))?.[1];
}

/** `["a=1"]` as names with values. */
function entries(list: unknown): ReadonlyMap<string, string> {
  const texts = Array.isArray(list) ? list.map(String) : [];
  return new Map(texts.map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)]));
}

/** Of roles other than the owner. `wanted` and `actual`: as the snapshot has privileges, `role=SELECT`, with `*` where it may be passed on. */
function grantsOf(object: string, wanted: unknown, actual: unknown): readonly string[] {
  const [after, before] = [wanted, actual].map((list) => (Array.isArray(list) ? list.map(String) : []));
  const roleOf = (entry: string) => entry.slice(0, entry.lastIndexOf("="));
  const roles = new Set([...(after ?? []), ...(before ?? [])].map(roleOf).filter((role) => role !== "$owner"));
  return [...roles].flatMap((role) => {
    const [next = [], old = []] = [after, before].map((list) => list?.filter((one) => roleOf(one) === role));
    const isLess = old.some((one) => !next.includes(one));
    const added = isLess ? next : next.filter((one) => !old.includes(one));
    return [
      ...(isLess ? [`REVOKE ALL ON ${object} FROM ${granteeOf(role)}`] : []),
      ...added.map((entry) => grantStatement(entry.slice(role.length + 1), object, role)),
    ];
  });
}

function storageParameters(head: string, prefix: string, wanted: unknown, actual: unknown): readonly string[] {
  const [after, before] = [entries(wanted), entries(actual)];
  const set = [...after].filter(([name, value]) => before.get(name) !== value);
  const reset = [...before.keys()].filter((name) => !after.has(name));
  return [
    ...(set.length === 0
      ? []
      : [`${head} SET (${set.map(([name, value]) => `${prefix}${name} = ${escapeLiteral(value)}`).join(", ")})`]),
    ...(reset.length === 0 ? [] : [`${head} RESET (${reset.map((name) => prefix + name).join(", ")})`]),
  ];
}

function foreignOptions(wanted: unknown, actual: unknown): string {
  const [after, before] = [entries(wanted), entries(actual)];
  const set = [...after]
    .filter(([name, value]) => before.get(name) !== value)
    .map(([name, value]) => `${before.has(name) ? "SET" : "ADD"} "${name}" ${escapeLiteral(value)}`);
  const drop = [...before.keys()].filter((name) => !after.has(name)).map((name) => `DROP "${name}"`);
  return [...set, ...drop].join(", ");
}

/** What `COMMENT ON` calls a type of `pg_identify_object`, where it is not its name in capitals. */
const commented: readonly (readonly [RegExp, string])[] = [
  [/^(?:view|materialized view|foreign table|composite type|table) column /, "COLUMN "],
  [/^statistics object /, "STATISTICS "],
  [/^table constraint /, "CONSTRAINT "],
  [
    /^(trigger|policy|rule|function|procedure|aggregate|view|materialized view|foreign table|table|index|sequence|type|schema|event trigger|publication|subscription|extension|collation|operator|operator class|operator family|cast) /,
    "",
  ],
];

/** @param name as `table column public.t.a`: what `pg_identify_object` calls the type, and the identity */
function comment(name: string, text: unknown): readonly string[] | undefined {
  const found = commented.find(([pattern]) => pattern.test(name));
  const match = found?.[0].exec(name);
  if (found === undefined || match === null || match === undefined) return undefined;
  const kind = found[1] === "" ? `${match[1]?.toUpperCase()} ` : found[1];
  const value = typeof text === "string" ? escapeLiteral(text).trim() : "NULL";
  return [`COMMENT ON ${kind}${name.slice(match[0].length)} IS ${value}`];
}
