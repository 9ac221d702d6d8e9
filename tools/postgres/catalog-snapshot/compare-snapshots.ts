import type { JsonValue } from "../../report/json";
import type { CatalogObject, CatalogSnapshot } from "./catalog-snapshot";

export interface DifferingFact {
  readonly name: string;
  /** `null`: the object has no such fact. */
  readonly actual: JsonValue;
  readonly wanted: JsonValue;
}

export interface CatalogDifference {
  readonly kind: string;
  readonly name: string;
  readonly change: "missing" | "additional" | "different";
  /** Of an object that is on both sides. */
  readonly facts: readonly DifferingFact[];
  /** One line for people: what the second side lacks, has in addition, or has differently. */
  readonly text: string;
  /**
   * A note does not make two schemas different: the order of columns of a table that is on both sides cannot be changed by any
   * migration, nor can a NOT NULL that is inherited stop being the child's own as well, and its name is seen by nobody (PostgreSQL 18).
   */
  readonly isNote: boolean;
}

type IsNote = (kind: string, name: string, change: CatalogDifference["change"]) => boolean;

interface Difference {
  /** Of the side that has it, else of the one that is wanted. */
  readonly object: CatalogObject;
  readonly difference: CatalogDifference;
}

/** What must be done to `actual` to make it `wanted`. Empty when they are the same. */
export function compareSnapshots(
  actual: CatalogSnapshot,
  wanted: CatalogSnapshot,
  mustKeepOrder: (table: string) => boolean = () => false,
): readonly CatalogDifference[] {
  const isNote: IsNote = (kind, name, change) =>
    kind === "not null constraint" ||
    kind === "own not null of partition" ||
    (kind === "own not null" && change === "additional") ||
    (kind === "column order" && !mustKeepOrder(name));
  const unread = new Set([...(actual.unread ?? []), ...(wanted.unread ?? [])]);
  const before = index(actual, unread);
  const after = index(wanted, unread);
  const differences: Difference[] = [];
  const add = (object: CatalogObject, change: CatalogDifference["change"], facts: readonly DifferingFact[]) =>
    differences.push({ object, difference: difference(object, change, facts, isNote) });
  for (const [key, object] of after) {
    const other = before.get(key);
    const facts = other === undefined ? [] : differingFacts(other, object);
    const change = other === undefined ? "missing" : "different";
    if (other === undefined || facts.length > 0) add(object, change, facts);
  }
  for (const [key, object] of before) {
    if (!after.has(key)) add(object, "additional", []);
  }
  return [...withoutParts(differences)].sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
}

/** The differences that count. */
export function realDifferences(differences: readonly CatalogDifference[]): readonly CatalogDifference[] {
  return differences.filter((one) => !one.isNote);
}

export function formatDifferences(differences: readonly CatalogDifference[], limit = 20): string {
  const lines = differences.slice(0, limit).map((one) => `  - ${one.text}`);
  const rest = differences.length - limit;
  return [...lines, ...(rest > 0 ? [`  - and ${rest} more`] : [])].join("\n");
}

function index({ objects }: CatalogSnapshot, unread: ReadonlySet<string>): Map<string, CatalogObject> {
  const read = objects.filter(({ kind }) => !unread.has(kind));
  return new Map(read.map((object) => [`${object.kind}\0${object.name}`, object]));
}

function difference(
  { kind, name }: CatalogObject,
  change: CatalogDifference["change"],
  facts: readonly DifferingFact[],
  isNote: IsNote,
): CatalogDifference {
  const what = {
    missing: "is missing",
    additional: "is there in addition",
    different: facts.map((one) => `${one.name} is ${show(one.actual)}, wanted ${show(one.wanted)}`).join("; "),
  };
  return { kind, name, change, facts, text: `${kind} ${name}: ${what[change]}`, isNote: isNote(kind, name, change) };
}

function differingFacts(actual: CatalogObject, wanted: CatalogObject): readonly DifferingFact[] {
  const names = [...new Set([...Object.keys(actual.facts), ...Object.keys(wanted.facts)])].sort();
  return names
    .map((name) => ({ name, actual: actual.facts[name] ?? null, wanted: wanted.facts[name] ?? null }))
    .filter((one) => show(one.actual) !== show(one.wanted));
}

function show(value: JsonValue): string {
  if (value === null) return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A table that is missing makes its columns, constraints, indexes and the rest missing too; the table alone says it. */
function withoutParts(differences: readonly Difference[]): readonly CatalogDifference[] {
  const whole = ["table", "foreign table", "view", "materialized view"];
  const gone = differences
    .map(({ difference }) => difference)
    .filter((one) => whole.includes(one.kind) && one.change !== "different")
    .map((one) => one.name);
  return differences
    .filter(
      ({ object, difference }) => difference.change === "different" || !gone.some((table) => isPart(object, table)),
    )
    .map(({ difference }) => difference);
}

function isPart({ kind, name, facts }: CatalogObject, table: string): boolean {
  switch (kind) {
    case "column":
    case "column order":
    case "constraint":
    case "not null constraint":
    case "own not null":
    case "own not null of partition":
    case "trigger":
    case "rule":
    case "policy":
      return `${name}.`.startsWith(`${table}.`);
    case "index":
      return new RegExp(` ON (ONLY )?${escaped(table)} USING `).test(String(facts.definition));
    case "sequence":
      return String(facts["owned by"]).startsWith(`${table}.`);
    case "comment":
      return new RegExp(` ${escaped(table)}([.]|$)`).test(name);
    default:
      return false;
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
