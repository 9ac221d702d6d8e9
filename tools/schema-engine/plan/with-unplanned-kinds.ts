import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";
import { unquoted } from "../sql/unquoted";
import { quoted } from "./table-name";

/** How objects of a kind that no engine plans are made and removed. */
interface UnplannedKind {
  readonly kind: string;
  readonly create: (object: CatalogObject) => readonly string[];
  readonly drop: (object: CatalogObject) => string;
  /** In place, while others use it. `undefined`: it has to be made again. */
  readonly alter?: (before: CatalogObject, after: CatalogObject, major: number) => readonly string[] | undefined;
  /** Functions that it used, which may go after `alter`. */
  readonly frees?: (before: CatalogObject) => readonly string[];
  /** What must be there before it, as its `CREATE` names it. */
  readonly needs: (object: CatalogObject) => string | undefined;
  /** Whether it names a function that the plan drops, though it stays. Names with schema, without quotes. */
  readonly isOfDropped?: (object: CatalogObject, functions: readonly string[]) => boolean;
}

/**
 * Adds what engines leave out: operators, casts and extended statistics that one side has and the other has not, or has in another form. They
 * are made as soon as their function is there and removed before it goes; whether that was right is proved like the rest.
 */
export function withUnplannedKinds(
  actions: readonly EngineAction[],
  from: CatalogSnapshot,
  to: CatalogSnapshot,
  major: number,
): readonly EngineAction[] {
  let plan = actions;
  const altered: EngineAction[] = [];
  const dropped = actions.flatMap(({ sql }) => /^DROP FUNCTION ([^(]+)\(/.exec(unquoted(sql))?.slice(1) ?? []);
  for (const kind of unplannedKinds) {
    const [before, after] = [objectsOf(from, kind.kind), objectsOf(to, kind.kind)];
    const isSame = (one: CatalogObject, other: CatalogObject | undefined) =>
      JSON.stringify(one.facts) === JSON.stringify(other?.facts) && kind.isOfDropped?.(one, dropped) !== true;
    const inPlace = new Set<string>();
    for (const [name, object] of before) {
      const next = after.get(name);
      if (isSame(object, next)) continue;
      const statements = next && kind.alter?.(object, next, major);
      if (statements === undefined) plan = withDrop(plan, kind, object);
      else {
        inPlace.add(name);
        const freed = kind.frees?.(object) ?? [];
        const at = plan.findIndex(({ sql }) => /^DROP FUNCTION/.test(sql) && freed.some((one) => names(sql, one)));
        if (at === -1) altered.push(...statements.map(action));
        else plan = [...plan.slice(0, at), ...statements.map(action), ...plan.slice(at)];
      }
    }
    for (const [name, object] of after) {
      const old = before.get(name);
      if (!isSame(object, old) && !inPlace.has(name)) plan = withCreate(plan, kind, object, old !== undefined);
    }
  }
  // What they name may be made by the plan.
  return [...plan, ...altered];
}

function objectsOf(snapshot: CatalogSnapshot, kind: string): ReadonlyMap<string, CatalogObject> {
  const ranges = snapshot.objects.filter((one) => one.kind === "range type");
  const multiranges = new Set(ranges.map((one) => one.facts.multirange));
  const found = snapshot.objects.filter((one) => one.kind === kind && !comesWithRange(one, multiranges));
  return new Map(found.map((one) => [one.name, one]));
}

/** A range type comes with a multirange type and a cast to it by the constructor of that name (PostgreSQL manual, 8.17). */
function comesWithRange({ kind, name, facts }: CatalogObject, multiranges: ReadonlySet<unknown>): boolean {
  const [source = "", target = ""] = name.split(" AS ");
  return kind === "cast" && multiranges.has(target) && text(facts.function) === `${target}(${source})`;
}

function withDrop(plan: readonly EngineAction[], kind: UnplannedKind, object: CatalogObject): readonly EngineAction[] {
  const need = kind.needs(object);
  const place = need === undefined ? 0 : plan.findIndex(({ sql }) => /^DROP FUNCTION/.test(sql) && names(sql, need));
  const at = place === -1 ? plan.length : place;
  return [...plan.slice(0, at), action(kind.drop(object)), ...plan.slice(at)];
}

/** @param isChanged one of its name was there, and has to be gone before */
function withCreate(
  plan: readonly EngineAction[],
  kind: UnplannedKind,
  object: CatalogObject,
  isChanged: boolean,
): readonly EngineAction[] {
  const need = kind.needs(object);
  const isNeeded = ({ sql }: EngineAction) => need !== undefined && /^CREATE .*FUNCTION/.test(sql) && names(sql, need);
  const place = plan.findIndex(isNeeded);
  const early = place !== -1 ? place + 1 : isChanged || need === undefined ? plan.length : 0;
  // A function that is replaced stays, and what is made again goes late.
  const drop = isChanged ? plan.findIndex(({ sql }) => sql === kind.drop(object)) : -1;
  const at = Math.max(early, drop + 1);
  return [...plan.slice(0, at), ...kind.create(object).map(action), ...plan.slice(at)];
}

function action(sql: string): EngineAction {
  return { sql };
}

/** By the first line, which has the name of the function. */
function names(sql: string, routine: string): boolean {
  const bare = routine.replace(/\(.*$/s, "").replaceAll('"', "");
  const [head = ""] = sql.replaceAll('"', "").split("(", 1);
  return head.endsWith(` ${bare}`);
}

const text = (value: unknown) => (value === undefined || value === null ? undefined : String(value));

function changedFacts({ facts: before }: CatalogObject, { facts: after }: CatalogObject): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => before[name] !== after[name]);
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

/** From PostgreSQL 17 on, an operator gets what it has not; nothing is taken away or given in place of another (manual, ALTER OPERATOR). */
function canAlterOperator(fact: string, before: CatalogObject, major: number): boolean {
  if (["restrict", "join", "owner"].includes(fact)) return true;
  return major >= 17 && operatorOption(fact, "") !== undefined && !isSet(before.facts[fact]);
}

/** As CREATE and ALTER OPERATOR say it. `undefined`: a fact that is no option. */
function operatorOption(fact: string, value: unknown): string | undefined {
  switch (fact) {
    case "commutator":
    case "negator":
      return `${fact.toUpperCase()} = OPERATOR(${String(value).replace(/\(.*$/, "")})`;
    case "restrict":
    case "join":
      return `${fact.toUpperCase()} = ${value ?? "NONE"}`;
    case "can hash":
      return "HASHES";
    case "can merge":
      return "MERGES";
    default:
      return undefined;
  }
}

/** What the snapshot calls whoever migrates. */
const migratingOwner = "$owner";

function ownOperator({ name, facts }: Pick<CatalogObject, "name" | "facts">): string {
  const role = facts.owner === migratingOwner ? "CURRENT_USER" : quoted(String(facts.owner));
  return `ALTER OPERATOR ${name} OWNER TO ${role}`;
}

const operators: UnplannedKind = {
  kind: "operator",
  needs: ({ facts }) => text(facts.function),
  drop: ({ name }) => `DROP OPERATOR ${name}`,
  alter: (before, after, major) => {
    const changed = changedFacts(before, after);
    if (!changed.every((fact) => canAlterOperator(fact, before, major))) return undefined;
    const said = changed.flatMap((fact) => operatorOption(fact, after.facts[fact]) ?? []);
    const set = said.length === 0 ? [] : [`ALTER OPERATOR ${after.name} SET (${said.join(", ")})`];
    return changed.includes("owner") ? [...set, ownOperator(after)] : set;
  },
  frees: ({ facts }) => [facts.restrict, facts.join].flatMap((one) => text(one) ?? []),
  create({ name, facts }) {
    const [, operator = "", left = "", right = ""] = /^(.*)\((.*?),(.*)\)$/.exec(name) ?? [];
    const options = ["commutator", "negator", "restrict", "join", "can hash", "can merge"];
    const parts = [
      `FUNCTION = ${facts.function}`,
      ...(left === "NONE" ? [] : [`LEFTARG = ${left}`]),
      ...(right === "NONE" ? [] : [`RIGHTARG = ${right}`]),
      ...options.flatMap((fact) => (isSet(facts[fact]) ? operatorOption(fact, facts[fact]) : [])),
    ];
    const made = `CREATE OPERATOR ${operator} (${parts.join(", ")})`;
    return facts.owner === migratingOwner ? [made] : [made, ownOperator({ name, facts })];
  },
};

const casts: UnplannedKind = {
  kind: "cast",
  needs: ({ facts }) => text(facts.function),
  drop: ({ name }) => `DROP CAST (${name})`,
  create({ name, facts }) {
    const ways: Readonly<Record<string, string>> = {
      f: `WITH FUNCTION ${facts.function}`,
      i: "WITH INOUT",
      b: "WITHOUT FUNCTION",
    };
    const contexts: Readonly<Record<string, string>> = { a: " AS ASSIGNMENT", i: " AS IMPLICIT" };
    return [`CREATE CAST (${name}) ${ways[String(facts.method)]}${contexts[String(facts.context)] ?? ""}`];
  },
};

export function createStatistics({ name, facts }: CatalogObject): readonly string[] {
  return [
    String(facts.definition),
    ...(text(facts.target) === undefined ? [] : [`ALTER STATISTICS ${name} SET STATISTICS ${facts.target}`]),
  ];
}

/** They go with their table, so they are dropped before anything else. */
const statistics: UnplannedKind = {
  kind: "statistics",
  needs: () => undefined,
  drop: ({ name }) => `DROP STATISTICS ${name}`,
  create: createStatistics,
  isOfDropped: ({ facts }, dropped) => dropped.some((one) => String(facts.definition).includes(`${one}(`)),
};

const unplannedKinds: readonly UnplannedKind[] = [operators, casts, statistics];
