import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { quoted } from "../plan/table-name";
import { nameParts } from "./name-parts";
import type { RenameStep } from "./rename-declaration";

type Named = NonNullable<RenameStep["named"]>;

/**
 * PostgreSQL names constraints, indexes and sequences after tables and columns, and leaves their names when those are renamed. Where the only
 * difference to what is wanted is such a name, it follows; the rest is the engine's.
 * @param renamed after the declared renames
 */
export function followingRenames(
  renamed: CatalogSnapshot,
  to: CatalogSnapshot,
  declared: readonly RenameStep[],
): readonly RenameStep[] {
  const lines = ancestry(renamed);
  const namedOf = (table: string) => {
    const names = (lines.get(table) ?? [table]).map((one) => nameParts(one).at(-1));
    return declared.flatMap((one) => one.named ?? []).filter((one) => names.includes(one.table));
  };
  const goal = new Map(to.objects.map((one) => [`${one.kind} ${one.name}`, one]));
  const there = new Set(renamed.objects.map((one) => `${one.kind} ${one.name}`));
  const constraints = new Set(renamed.objects.filter((one) => one.kind === "constraint").map((one) => one.name));
  return renamed.objects.flatMap((object): readonly RenameStep[] => {
    if (object.kind === "not null constraint") return followingNotNull(object, goal, namedOf, lines);
    if (goal.has(`${object.kind} ${object.name}`) || isParents(object)) return [];
    const place = placeOf(object);
    if (place === undefined || (object.kind === "index" && constraints.has(`${place.table}.${place.own}`))) return [];
    for (const name of candidates(place.bare, namedOf(place.table))) {
      const key = `${object.kind} ${place.holder}.${quoted(name)}`;
      const wanted = goal.get(key);
      if (wanted === undefined || there.has(key) || factsOf(object) !== factsOf(wanted)) continue;
      return [step(object.kind, place, place.bare, name)];
    }
    return [];
  });
}

/** Renamed with the one of the parent. */
function isParents({ kind, facts }: CatalogObject): boolean {
  return kind === "constraint" && facts["is inherited"] === true && /^CHECK\b/.test(String(facts.definition));
}

/** Each table with its parents and theirs, itself first. */
function ancestry(snapshot: CatalogSnapshot): ReadonlyMap<string, readonly string[]> {
  const tables = snapshot.objects.filter((one) => one.kind === "table");
  const parents = new Map(tables.map(({ name, facts }) => [name, Array.isArray(facts.parents) ? facts.parents : []]));
  const line = (name: string): readonly string[] => [
    name,
    ...(parents.get(name) ?? []).flatMap((one) => line(String(one))),
  ];
  return new Map(tables.map(({ name }) => [name, line(name)]));
}

interface Place {
  /** SQL: what its name is unique in, and its table. */
  readonly holder: string;
  readonly table: string;
  readonly own: string;
  readonly bare: string;
}

function placeOf({ kind, name, facts }: CatalogObject): Place | undefined {
  const bare = nameParts(name).at(-1) ?? "";
  const own = quoted(bare);
  const holder = name.slice(0, -own.length - 1);
  const table =
    kind === "constraint"
      ? holder
      : kind === "index"
        ? definitionParts.exec(String(facts.definition))?.[3]
        : kind === "sequence"
          ? /^(.*)\.(?:"(?:[^"]|"")*"|[^."]+)$/.exec(String(facts["owned by"] ?? "").replace(/ \(identity\)$/, ""))?.[1]
          : undefined;
  return table === undefined ? undefined : { holder, table, own, bare };
}

/** As pg_get_indexdef writes it with an empty search_path: before the name, after it, and the table. */
const definitionParts =
  /^(CREATE (?:UNIQUE )?INDEX )(?:"(?:[^"]|"")*"|[^" ]+)( ON (?:ONLY )?((?:"(?:[^"]|"")*"|[^". ]+)\.(?:"(?:[^"]|"")*"|[^". ]+)).*)$/s;

/** Without its own name. */
function factsOf({ kind, facts }: CatalogObject): string {
  if (kind !== "index") return JSON.stringify(facts);
  return JSON.stringify({ ...facts, definition: String(facts.definition).replace(definitionParts, "$1$2") });
}

/** PostgreSQL 18 names them; the snapshot has them by their column. */
function followingNotNull(
  { kind, name, facts }: CatalogObject,
  goal: ReadonlyMap<string, CatalogObject>,
  namedOf: (table: string) => readonly Named[],
  lines: ReadonlyMap<string, readonly string[]>,
): readonly RenameStep[] {
  const wanted = String(goal.get(`${kind} ${name}`)?.facts.name ?? facts.name);
  const column = nameParts(name).at(-1) ?? "";
  const table = name.slice(0, -quoted(column).length - 1);
  const [old, now] = [nameParts(String(facts.name))[0] ?? "", nameParts(wanted)[0] ?? ""];
  // Those of children are renamed with the parent's.
  const isChild = (lines.get(table)?.length ?? 1) > 1;
  if (old === now || isChild || !candidates(old, namedOf(table)).includes(now)) return [];
  return [step("constraint", { holder: table, table, own: quoted(old), bare: old }, old, now)];
}

/** The names that a name can have become, most renamed first. */
function candidates(name: string, named: readonly Named[]): readonly string[] {
  let found = [name];
  for (const { old, now, isTable } of named) {
    const place = isTable ? `^${escaped(old)}(?=_|$)` : `(?<=_)${escaped(old)}(?=_|$)`;
    found = found.flatMap((one) => [one.replace(new RegExp(place, "g"), () => now), one]);
  }
  return [...new Set(found)].filter((one) => one !== name);
}

function step(kind: string, { holder, table }: Place, old: string, now: string): RenameStep {
  const named = { table, old, now, isTable: false };
  const rename = (a: string, b: string) =>
    kind === "constraint"
      ? `ALTER TABLE ${table} RENAME CONSTRAINT ${quoted(a)} TO ${quoted(b)}`
      : `ALTER ${kind.toUpperCase()} ${holder}.${quoted(a)} RENAME TO ${quoted(b)}`;
  return { up: rename(old, now), down: rename(now, old), named };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
