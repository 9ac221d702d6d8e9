import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { JsonValue } from "../../report/json";
import { isIdentity, replicaIdentities } from "../plan/replica-identity";
import { bareName } from "../sql/split-name";
import { isHeldByAnother } from "./held-by-another";

/** What is there before and after a plan and is not there between two of its parts. */
export interface Missing {
  /** For people, and the same as long as the same is missing: `default of column public.t.n`. */
  readonly what: string;
  readonly kind: string;
  /** As the catalog snapshot names it. */
  readonly object: string;
}

/** What nobody but the planner and people see. */
const unseenKinds = [
  "column order",
  "index column statistics",
  "statistics",
  "not null constraint",
  "own not null",
  "own not null of partition",
  "comment",
  "default privileges",
  "constraint trigger",
];

/** Compares by identity, whatever the form: a check that changes may have its old form or its new one. `kinds`: only these were read. */
export function missingBetween(
  before: CatalogSnapshot,
  after: CatalogSnapshot,
  now: CatalogSnapshot,
  kinds?: readonly string[],
): readonly Missing[] {
  const [then, there] = [byIdentity(after), byIdentity(now)];
  const isAsked = (kind: string) => !unseenKinds.includes(kind) && (kinds === undefined || kinds.includes(kind));
  const missing = before.objects.flatMap((old): readonly Missing[] => {
    const next = then.get(identity(old));
    if (next === undefined || !isAsked(old.kind)) return [];
    const { kind, name } = old;
    const found = there.get(identity(old));
    const lacking = (what: string): Missing => ({ what: `${what} ${kind} ${name}`, kind, object: name });
    if (found === undefined) {
      return isHeldByAnother(old, next, now) ? [] : [{ what: `${kind} ${name}`, kind, object: name }];
    }
    return lackingFacts(old, next, found, now).map(lacking);
  });
  const switchedOff = now.objects.filter(
    (one) =>
      one.kind === "constraint trigger" &&
      !before.objects.some((other) => identity(other) === identity(one)) &&
      !then.has(identity(one)),
  );
  const off = switchedOff.map(({ kind, name }) => ({ what: `enabled ${kind} ${name}`, kind, object: name }));
  return [
    ...withoutParts([...missing, ...off]),
    ...missingRoutines(before, after, now, isAsked),
    ...(isAsked("table") && isAsked("index") ? missingIdentities(before, after, now) : []),
  ];
}

/** Where the default stays the default, it is the primary key that is told. */
function missingIdentities(before: CatalogSnapshot, after: CatalogSnapshot, now: CatalogSnapshot): readonly Missing[] {
  const [then, next, there] = [before, after, now].map(replicaIdentities);
  const tables = new Set(now.objects.flatMap(({ kind, name }) => (kind === "table" ? [name] : [])));
  return [...(then ?? [])].flatMap(([table, old]) => {
    const wanted = next?.get(table);
    const isAsked =
      isIdentity(old) && isIdentity(wanted) && !(old.clause === "DEFAULT" && wanted?.clause === "DEFAULT");
    return isAsked && tables.has(table) && !isIdentity(there?.get(table))
      ? [{ what: `replica identity of table ${table}`, kind: "table", object: table }]
      : [];
  });
}

/** Facts that both have, and that the one in between lacks. */
function lackingFacts(old: CatalogObject, next: CatalogObject, found: CatalogObject, now: CatalogSnapshot): string[] {
  const lacks = (fact: string, is: (value: JsonValue | undefined) => boolean) =>
    is(old.facts[fact]) && is(next.facts[fact]) && !is(found.facts[fact]);
  const isThere = (value: JsonValue | undefined) => value !== undefined && value !== null && value !== false;
  const kept = (facts: readonly string[]) => facts.filter((fact) => lacks(fact, isThere));
  const isOn = (value: JsonValue | undefined) => value !== undefined && value !== "D";
  return [
    ...privilegesOf(old, next, found),
    ...unchanged.flatMap(([fact, text]) => (lacks(fact, (value) => isSame(value, old.facts[fact])) ? [text] : [])),
    ...(lacks("enabled", isOn) ? ["enabled"] : []),
    ...words(old).flatMap((word) =>
      words(next).includes(word) && !words(found).includes(word) ? [`row security (${word}) of`] : [],
    ),
    ...listOf(old.facts.options).flatMap((option) =>
      old.kind === "view" &&
      listOf(next.facts.options).includes(option) &&
      !listOf(found.facts.options).includes(option)
        ? [`option ${option} of`]
        : [],
    ),
    ...valueFacts(old, next, found, now, kept),
  ];
}

const unchanged = [
  ["owner", "owner of"],
  ["is permissive", "mode of"],
] as const;

function valueFacts(
  old: CatalogObject,
  next: CatalogObject,
  found: CatalogObject,
  now: CatalogSnapshot,
  kept: (facts: readonly string[]) => readonly string[],
): readonly string[] {
  switch (old.kind) {
    case "column": {
      const filled = (one: CatalogObject) => ["default", "identity", "generated"].some((fact) => fact in one.facts);
      const isUnfilled = filled(old) && filled(next) && !filled(found);
      const notNull = kept(["is not null"]).length > 0 && !isCheckedNotNull(found, now);
      return [...(isUnfilled ? ["default of"] : []), ...(notNull ? ["NOT NULL of"] : [])];
    }
    case "domain":
      return kept(["default", "is not null"]).map((fact) => (fact === "default" ? "default of" : "NOT NULL of"));
    case "index":
      return kept(["is valid"]).length > 0 && !isHeldByAnother(old, next, now) ? ["valid"] : [];
    default:
      return [];
  }
}

/** Such as the one that SET NOT NULL is prepared by. */
function isCheckedNotNull({ name }: CatalogObject, now: CatalogSnapshot): boolean {
  return now.objects.some(({ kind, name: constraint, facts }) => {
    const table = constraint.slice(0, constraint.lastIndexOf("."));
    const column = name.slice(table.length + 1);
    return (
      kind === "constraint" &&
      name.startsWith(`${table}.`) &&
      String(facts.definition).replace(/ NOT VALID$/, "") === `CHECK ((${column} IS NOT NULL))`
    );
  });
}

/** Also one that nobody has before and after: a new function may be executed by everybody. */
function privilegesOf(old: CatalogObject, next: CatalogObject, found: CatalogObject): readonly string[] {
  const [before, after, now] = [old, next, found].map((one) => listOf(one.facts.privileges)) as [
    readonly string[],
    readonly string[],
    readonly string[],
  ];
  const lost = before.filter((one) => after.includes(one) && !now.includes(one));
  const extra = now.filter((one) => !before.includes(one) && !after.includes(one));
  return [...lost.map((one) => `privilege ${one} on`), ...extra.map((one) => `absence of privilege ${one} on`)];
}

function words({ kind, facts }: CatalogObject): readonly string[] {
  return kind === "table" && typeof facts["row security"] === "string" ? facts["row security"].split(" ") : [];
}

function listOf(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function isSame(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  return one !== undefined && JSON.stringify(one) === JSON.stringify(other);
}

function byIdentity({ objects }: CatalogSnapshot): ReadonlyMap<string, CatalogObject> {
  return new Map(objects.map((one) => [identity(one), one]));
}

function identity({ kind, name }: CatalogObject): string {
  return `${kind}\0${name}`;
}

/** A routine whose parameters change is called by the same name: one of that name must be there. */
function missingRoutines(
  before: CatalogSnapshot,
  after: CatalogSnapshot,
  now: CatalogSnapshot,
  isAsked: (kind: string) => boolean,
): readonly Missing[] {
  if (!isAsked("routine")) return [];
  const names = (snapshot: CatalogSnapshot) =>
    new Set(snapshot.objects.flatMap(({ kind, name }) => (isRoutine(kind) ? [name.slice(0, name.indexOf("("))] : [])));
  const whole = new Set(before.objects.filter(({ kind }) => isRoutine(kind)).map(({ name }) => name));
  const isKept = new Set(after.objects.flatMap(({ kind, name }) => (isRoutine(kind) && whole.has(name) ? [name] : [])));
  const [then, there] = [names(after), names(now)];
  return [...names(before)].flatMap((name) =>
    then.has(name) && !there.has(name) && ![...isKept].some((one) => one.startsWith(`${name}(`))
      ? [{ what: `routine ${name}`, kind: "routine", object: name }]
      : [],
  );
}

function isRoutine(kind: string): boolean {
  return kind === "routine" || kind === "aggregate";
}

/** What is missing with its table or view is not told by itself, nor the index of a constraint. */
function withoutParts(missing: readonly Missing[]): readonly Missing[] {
  const names = new Set(missing.flatMap(({ kind, object }) => (kind === "constraint" ? [bareName(object)] : [])));
  const wholes = ["table", "foreign table", "view", "materialized view"];
  const gone = missing.filter((one) => wholes.includes(one.kind) && one.what === `${one.kind} ${one.object}`);
  const isPart = (one: Missing) =>
    gone.some((whole) => one !== whole && one.object.startsWith(`${whole.object}.`)) ||
    (one.kind === "index" && names.has(bareName(one.object)));
  return missing.filter((one) => !isPart(one));
}
