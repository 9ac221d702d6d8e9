import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { keyColumns, listedNames } from "../sql/listed-names";
import { splitName } from "../sql/split-name";

export interface TableParts {
  /** Name → type with what belongs to it, in their order. */
  readonly columns: ReadonlyMap<string, string>;
  readonly primary: ReadonlySet<string>;
  readonly foreignKeys: ReadonlyMap<string, ForeignKeyPart>;
  /** `index i` → its facts, as one text. */
  readonly others: ReadonlyMap<string, string>;
}

export interface ForeignKeyPart {
  readonly columns: readonly string[];
  readonly to: string;
  readonly definition: string;
}

const tableKinds = ["table", "foreign table"];
/** Kinds that are named by their table and a name of their own. */
const partKinds = ["constraint", "trigger", "policy"];

/** Tables of a snapshot with what belongs to them. Partitions are what their parents are, and are left out. */
export function readEntities({ objects }: CatalogSnapshot): ReadonlyMap<string, TableParts> {
  const tables = objects.filter((one) => tableKinds.includes(one.kind) && one.facts["partition bound"] == null);
  const byTable = new Map<string, CatalogObject[]>(tables.map((one) => [one.name, []]));
  for (const one of objects) byTable.get(tableOf(one) ?? "")?.push(one);
  return new Map([...byTable].map(([name, parts]) => [name, readTable(parts)]));
}

function tableOf({ kind, name, facts }: CatalogObject): string | undefined {
  if (kind === "column" || partKinds.includes(kind)) return splitName(name).owner;
  if (kind === "column order") return name;
  if (kind !== "index") return undefined;
  return /^CREATE (?:UNIQUE )?INDEX .*? ON (?:ONLY )?((?:"(?:[^"]|"")*"|[^\s".]+)\.(?:"(?:[^"]|"")*"|[^\s".(]+)) /s.exec(
    String(facts.definition),
  )?.[1];
}

function readTable(parts: readonly CatalogObject[]): TableParts {
  const constraints = parts.filter((one) => one.kind === "constraint");
  const foreign = constraints.flatMap((one) => {
    const key = foreignKey(String(one.facts.definition));
    return key === undefined ? [] : [[splitName(one.name).part, key] as const];
  });
  const primary = constraints.map((one) => String(one.facts.definition)).find((one) => one.startsWith("PRIMARY KEY"));
  const own = new Set(constraints.map((one) => splitName(one.name).part));
  const others = parts.filter(({ kind, name: part }) => {
    if (kind === "constraint") return !foreign.some(([key]) => key === splitName(part).part);
    // The index of a key is told by its constraint.
    return kind === "trigger" || kind === "policy" || (kind === "index" && !own.has(splitName(part).part));
  });
  return {
    columns: columnsOf(parts),
    primary: new Set(keyColumns(primary ?? "")),
    foreignKeys: new Map(foreign),
    others: new Map(others.map(({ kind, name: part, facts }) => [`${kind} ${splitName(part).part}`, textOf(facts)])),
  };
}

function columnsOf(parts: readonly CatalogObject[]): ReadonlyMap<string, string> {
  const order = parts.find((one) => one.kind === "column order")?.facts.columns;
  const names = listedNames(typeof order === "string" ? order : "");
  const columns = parts.filter((one) => one.kind === "column").map((one) => [splitName(one.name).part, one] as const);
  const found = new Map(columns);
  const ordered = [...names.filter((name) => found.has(name)), ...columns.map(([name]) => name)];
  return new Map(
    ordered.flatMap((name) => (found.has(name) ? [[name, typeOf(found.get(name) as CatalogObject)]] : [])),
  );
}

function typeOf({ facts }: CatalogObject): string {
  const words = [String(facts.type)];
  if (facts["is not null"] === true) words.push("NOT NULL");
  if (facts.identity != null && facts.identity !== "") words.push("IDENTITY");
  // `s` for stored or `v` for virtual, then the expression.
  if (facts.generated != null) words.push(`= ${String(facts.generated).slice(2)}`);
  else if (facts.default != null) words.push(`DEFAULT ${String(facts.default)}`);
  return words.join(" ");
}

function foreignKey(definition: string): ForeignKeyPart | undefined {
  const to = /^FOREIGN KEY .*?\) REFERENCES ((?:"(?:[^"]|"")*"|[^".(\s]+)\.(?:"(?:[^"]|"")*"|[^".(\s]+))/s.exec(
    definition,
  )?.[1];
  return to === undefined ? undefined : { columns: keyColumns(definition), to, definition };
}

function textOf(facts: CatalogObject["facts"]): string {
  return JSON.stringify(Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
