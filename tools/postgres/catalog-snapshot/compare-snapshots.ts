import type { JsonValue } from "../../report/json";
import type { CatalogObject, CatalogSnapshot } from "./catalog-snapshot";

export interface CatalogDifference {
  readonly kind: string;
  readonly name: string;
  /** One line for people: what the second side lacks, has in addition, or has differently. */
  readonly text: string;
  /**
   * A note does not make two schemas different: the order of columns of a table that is on both sides cannot be changed by any
   * migration, and the name of a NOT NULL constraint (PostgreSQL 18) is seen by nobody.
   */
  readonly isNote: boolean;
}

/** What must be done to `actual` to make it `wanted`. Empty when they are the same. */
export function compareSnapshots(
  actual: CatalogSnapshot,
  wanted: CatalogSnapshot,
  mustKeepOrder: (table: string) => boolean = () => false,
): readonly CatalogDifference[] {
  const isNote = (kind: string, name: string) =>
    kind === "not null constraint" || (kind === "column order" && !mustKeepOrder(name));
  const before = index(actual);
  const after = index(wanted);
  const differences: CatalogDifference[] = [];
  for (const [key, object] of after) {
    const other = before.get(key);
    const text = other === undefined ? "is missing" : differingFacts(other, object);
    if (text !== undefined) differences.push(difference(object, text, isNote));
  }
  for (const [key, object] of before) {
    if (!after.has(key)) differences.push(difference(object, "is there in addition", isNote));
  }
  return withoutParts(differences).sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
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

function index(snapshot: CatalogSnapshot): Map<string, CatalogObject> {
  return new Map(snapshot.objects.map((object) => [`${object.kind}\0${object.name}`, object]));
}

function difference(
  object: CatalogObject,
  what: string,
  isNote: (kind: string, name: string) => boolean,
): CatalogDifference {
  const { kind, name } = object;
  return { kind, name, text: `${kind} ${name}: ${what}`, isNote: isNote(kind, name) };
}

function differingFacts(actual: CatalogObject, wanted: CatalogObject): string | undefined {
  const names = [...new Set([...Object.keys(actual.facts), ...Object.keys(wanted.facts)])].sort();
  const parts = names.flatMap((name) => {
    const is = show(actual.facts[name]);
    const should = show(wanted.facts[name]);
    return is === should ? [] : [`${name} is ${is}, wanted ${should}`];
  });
  return parts.length === 0 ? undefined : parts.join("; ");
}

function show(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A table that is missing makes its columns, constraints and the rest missing too; the table alone says it. */
function withoutParts(differences: readonly CatalogDifference[]): CatalogDifference[] {
  const whole = ["table", "foreign table", "view", "materialized view"];
  const gone = differences
    .filter((one) => whole.includes(one.kind) && /: is (missing|there in addition)$/.test(one.text))
    .map((one) => `${one.name}.`);
  const partKinds = ["column", "column order", "constraint", "not null constraint", "trigger", "rule", "policy"];
  return differences.filter(
    (one) => !partKinds.includes(one.kind) || !gone.some((table) => `${one.name}.`.startsWith(table)),
  );
}
