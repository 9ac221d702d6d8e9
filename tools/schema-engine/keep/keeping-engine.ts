import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import { Refused } from "../../report/refused";
import type { EngineAction, EnginePlan, SchemaEngine } from "../engine/schema-engine";
import { applySegments } from "../prove/apply-segments";
import { snapshotOf } from "../prove/snapshot-of";
import { unquoted } from "../sql/unquoted";
import { inPlaceOfDrops } from "./in-place-of-drops";
import { keepColumn } from "./keep-column";
import { keepInheritance } from "./keep-inheritance";
import { keepPartitions, type MovedPartition } from "./keep-partitions";
import { remadeObjects } from "./remade-objects";
import { databaseOf, withCopies } from "./with-copies";

/**
 * The engine, with the values kept of what it would drop and make again although PostgreSQL can change it in place. The changes in place are made on copies of
 * both sides first; the engine plans what is left between them. What PostgreSQL refuses there stays as the engine plans it, whose drops are told.
 */
export function keepingEngine(engine: SchemaEngine, shadow: Shadow): SchemaEngine {
  return {
    ...engine,
    async plan(fromUrl, toUrl, strategy) {
      const plain = await engine.plan(fromUrl, toUrl, strategy).catch(asRefusal);
      const planned = "actions" in plain ? await remadeObjects(plain.actions) : undefined;
      if ("actions" in plain && planned?.tables.length === 0 && planned.columns.length === 0) return plain;
      const from = await snapshotOf(shadow, databaseOf(fromUrl));
      const to = await snapshotOf(shadow, databaseOf(toUrl));
      const remade = planned ?? { tables: attachedOrDetached(from, to), columns: [] };
      const moved = keepPartitions(remade.tables, from, to);
      const columns = new Map(
        remade.columns.map((name) => [name, keptColumn(name, from.objects, to.objects, shadow.major)]),
      );
      const others = [...keepInheritance(remade.tables, from, to), ...columns.values()];
      if (moved.length === 0 && others.every((one) => one.length === 0)) return orRefusal(plain);
      return withCopies(shadow, [fromUrl, toUrl], async ([copyOfFrom, copyOfTo]) => {
        const bounded = await moveBounds(shadow, copyOfFrom, moved);
        const late = moved.filter((one) => !bounded.done.includes(one));
        const lists = [...late.map((one) => one.detach), ...others];
        const first = [...bounded.statements, ...(await applied(shadow, copyOfFrom, lists))];
        const lateOfTo = late.map((one) => one.detachNew);
        await applied(shadow, copyOfTo, lateOfTo);
        const rest = await engine.plan(copyOfFrom.url, copyOfTo.url, strategy);
        const withKept = async (ofColumns: typeof columns) => {
          const kept = await inPlaceOfDrops(rest.actions, ofColumns, from, to, shadow.major);
          return [...first.map(action), ...kept, ...late.flatMap((one) => one.attach).map(action)];
        };
        const actions = await withKept(columns);
        if (!("actions" in plain) || (await runs(shadow, fromUrl, actions))) return { ...rest, actions };
        // The engine has not seen what goes with a column when it does not: what was tried on the copy is kept all the same.
        const tried = first.length + late.length > 0 ? await withKept(new Map()) : plain.actions;
        if (tried !== plain.actions && (await runs(shadow, fromUrl, tried))) return { ...rest, actions: tried };
        // Where the engine's own plan has to be mended too, that one of ours fails says nothing, unless nothing can mend ours.
        if (keepsComputed(actions)) return plain;
        return (await runs(shadow, fromUrl, plain.actions)) ? plain : { ...rest, actions };
      });
    },
  };
}

/** Whether a generated column stays although a column of its table gets another type, which PostgreSQL refuses where it is computed from that. */
function keepsComputed(actions: readonly EngineAction[]): boolean {
  const tableOf = (sql: string, what: RegExp) =>
    what.test(sql) ? /^ALTER TABLE (\S+) /.exec(unquoted(sql))?.[1] : undefined;
  const kept = new Set(actions.map(({ sql }) => tableOf(sql, / SET EXPRESSION /)));
  return actions.some(({ sql }) => {
    const table = tableOf(sql, / ALTER COLUMN .* TYPE /);
    return table !== undefined && kept.has(table);
  });
}

/** That there is no plan: the engine drops and makes again what is attached or detached, and finds no order for it where a foreign key goes with it. */
function asRefusal(error: unknown): Refused {
  if (error instanceof Refused && error.problems.some((one) => one.code === "migration/plan-failed")) return error;
  throw error;
}

function orRefusal(plan: EnginePlan | Refused): EnginePlan {
  if (plan instanceof Refused) throw plan;
  return plan;
}

/** Tables of both sides that are a partition on one of them. */
function attachedOrDetached(from: CatalogSnapshot, to: CatalogSnapshot): readonly string[] {
  const after = new Map(to.objects.filter(({ kind }) => kind === "table").map((one) => [one.name, one]));
  const isPartition = (one: CatalogObject) => one.facts["partition bound"] !== undefined;
  return from.objects.flatMap((one) => {
    const next = one.kind === "table" ? after.get(one.name) : undefined;
    return next !== undefined && isPartition(one) !== isPartition(next) ? [one.name] : [];
  });
}

/**
 * Other bounds come at once, so that no reader misses the rows: all together, since they may give way to each other, or one by one. What overlaps with
 * others still has to wait for them.
 */
async function moveBounds(
  shadow: Shadow,
  database: ShadowDatabase,
  moved: readonly MovedPartition[],
): Promise<{ readonly statements: readonly string[]; readonly done: readonly MovedPartition[] }> {
  const bounded = moved.filter((one) => one.isBounded);
  const all = [...bounded.flatMap((one) => one.detach), ...bounded.flatMap((one) => one.attach)];
  const statements = await applied(shadow, database, [all]);
  if (statements.length > 0 || bounded.length < 2) return { statements, done: statements.length > 0 ? bounded : [] };
  const each = bounded.map((one) => [...one.detach, ...one.attach]);
  const taken = await applied(shadow, database, each);
  return { statements: taken, done: bounded.filter((one) => one.attach.every((attach) => taken.includes(attach))) };
}

function keptColumn(
  name: string,
  before: readonly CatalogObject[],
  after: readonly CatalogObject[],
  major: number,
): readonly string[] {
  const isIt = (one: CatalogObject) => one.kind === "column" && one.name === name;
  const [old, next] = [before.find(isIt), after.find(isIt)];
  return old === undefined || next === undefined ? [] : keepColumn(old, next, major);
}

/** @returns the statements of those groups that PostgreSQL took */
async function applied(
  shadow: Shadow,
  database: ShadowDatabase,
  groups: readonly (readonly string[])[],
): Promise<readonly string[]> {
  const client = await shadow.connect(database);
  const taken: string[] = [];
  try {
    for (const statements of groups.filter((one) => one.length > 0)) {
      const failure = await applySegments(client, [{ isTransactional: true, statements }]);
      if (failure === undefined) taken.push(...statements);
    }
    return taken;
  } finally {
    await client.end();
  }
}

async function runs(shadow: Shadow, url: string, actions: readonly EngineAction[]): Promise<boolean> {
  return withCopies(shadow, [url], async ([copy]) => {
    const statements = actions.map(({ sql }) => sql);
    return (await applied(shadow, copy, statements.map(alone))).length === statements.length;
  });
}

function action(sql: string): EngineAction {
  return { sql };
}

function alone(statement: string): readonly string[] {
  return [statement];
}
