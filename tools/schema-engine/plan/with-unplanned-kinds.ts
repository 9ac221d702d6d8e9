import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";
import { unquoted } from "../sql/unquoted";

/** How objects of a kind that no engine plans are made and removed. */
interface UnplannedKind {
  readonly kind: string;
  readonly create: (object: CatalogObject) => readonly string[];
  readonly drop: (object: CatalogObject) => string;
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
): readonly EngineAction[] {
  let plan = actions;
  const dropped = actions.flatMap(({ sql }) => /^DROP FUNCTION ([^(]+)\(/.exec(unquoted(sql))?.slice(1) ?? []);
  for (const kind of unplannedKinds) {
    const [before, after] = [objectsOf(from, kind.kind), objectsOf(to, kind.kind)];
    const isSame = (one: CatalogObject, other: CatalogObject | undefined) =>
      JSON.stringify(one.facts) === JSON.stringify(other?.facts) && kind.isOfDropped?.(one, dropped) !== true;
    for (const object of before.values()) {
      if (!isSame(object, after.get(object.name))) plan = withDrop(plan, kind, object);
    }
    for (const object of after.values()) {
      const old = before.get(object.name);
      if (!isSame(object, old)) plan = withCreate(plan, kind, object, old !== undefined);
    }
  }
  return plan;
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
  const at = place !== -1 ? place + 1 : isChanged || need === undefined ? plan.length : 0;
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

const operators: UnplannedKind = {
  kind: "operator",
  needs: ({ facts }) => text(facts.function),
  drop: ({ name }) => `DROP OPERATOR ${name}`,
  create({ name, facts }) {
    const [, operator = "", left = "", right = ""] = /^(.*)\((.*?),(.*)\)$/.exec(name) ?? [];
    const other = (key: string, value: unknown) =>
      value === undefined ? [] : [`${key} = OPERATOR(${String(value).replace(/\(.*$/, "")})`];
    const parts = [
      `FUNCTION = ${facts.function}`,
      ...(left === "NONE" ? [] : [`LEFTARG = ${left}`]),
      ...(right === "NONE" ? [] : [`RIGHTARG = ${right}`]),
      ...other("COMMUTATOR", facts.commutator),
      ...other("NEGATOR", facts.negator),
      ...(text(facts.restrict) === undefined ? [] : [`RESTRICT = ${facts.restrict}`]),
      ...(text(facts.join) === undefined ? [] : [`JOIN = ${facts.join}`]),
      ...(facts["can hash"] === true ? ["HASHES"] : []),
      ...(facts["can merge"] === true ? ["MERGES"] : []),
    ];
    return [`CREATE OPERATOR ${operator} (${parts.join(", ")})`];
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
