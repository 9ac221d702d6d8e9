import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { CatalogDifference } from "../../postgres/catalog-snapshot/compare-snapshots";
import type { EnginePlan } from "../engine/schema-engine";
import { unquoted } from "../sql/unquoted";
import { asideForTypeChange, type SetAside } from "./aside-for-type-change";
import { withChangedGeneration } from "./change-generation";
import { counterIntoRange } from "./counter-into-range";
import { detachFirst } from "./detach-first";
import { withFunctionFirst } from "./function-first";
import { missingSettings } from "./missing-settings";
import { notNullForms } from "./not-null-forms";
import { quoted } from "./table-name";
import { usingCast, usingText } from "./using-cast";

/** What was wrong with a plan that was tried. */
export interface TriedPlan {
  readonly differences: readonly CatalogDifference[];
  /** PostgreSQL's words, and the statement after `in: `. */
  readonly failure?: string;
}

/** How often a plan is mended at most: it may lack things of several kinds, and each cast, seen when the one before is there. */
export const mendings = 16;

/**
 * A plan that does not get there by little is mended and tried again; that it was right is proved like any other. `undefined`: nothing
 * is known against what was wrong.
 */
export function mendPlan(
  plan: EnginePlan,
  { differences, failure }: TriedPlan,
  from: CatalogSnapshot,
  to: CatalogSnapshot,
): EnginePlan | undefined {
  if (failure === undefined) {
    const remade = withChangedGeneration(plan.actions, from, to);
    if (remade.length > 0) return { ...plan, actions: remade };
    const done = new Set(plan.last?.map(({ sql }) => sql));
    const constraints = notNullForms(differences, from, to).filter((sql) => !done.has(sql));
    if (constraints.length > 0)
      return { ...plan, last: [...(plan.last ?? []), ...constraints.map((sql) => ({ sql }))] };
    // What has been said and did not help is not said again.
    const settings = missingSettings(differences, to)?.filter((sql) => !done.has(sql));
    if (settings === undefined || settings.length === 0) return undefined;
    return { ...plan, last: [...(plan.last ?? []), ...settings.map((sql) => ({ sql }))] };
  }
  const [told = "", statement = ""] = failure.split("\n      in: ");
  const [reason = ""] = told.split("\n", 1);
  if (/^cannot alter type of a column used (in a|by a (view or rule|publication))/.test(reason)) {
    return withAside(plan, statement, from, to, "dependants");
  }
  // Foreign keys to its parent depend on a partition; detached, it has none of them.
  const partition = /^cannot drop table (.+) because other objects depend on it$/.exec(reason)?.[1];
  if (partition !== undefined) {
    const actions = detachFirst(plan.actions, partition, from);
    if (actions !== undefined) return { ...plan, actions };
  }
  const called = withFunctionFirst(plan.actions, statement, reason);
  if (called !== undefined) return { ...plan, actions: called };
  // An expression of statistics is not looked up again for the new type, as that of an index is.
  if (/^(operator|function) does not exist: /.test(reason) && / TYPE /.test(statement)) {
    const aside = withAside(plan, statement, from, to, "statistics");
    if (aside !== undefined) return aside;
  }
  // A primary key asks for NOT NULL that holds for every row.
  const unvalidated = /^incompatible NOT VALID constraint "(.*)" on relation /.exec(reason)?.[1];
  if (unvalidated !== undefined) {
    const table = /^ALTER TABLE (.+?) ADD CONSTRAINT /.exec(statement)?.[1];
    const sql = `ALTER TABLE ${table} VALIDATE CONSTRAINT ${quoted(unvalidated)}`;
    if (table === undefined || plan.actions.some((one) => one.sql === sql)) return undefined;
    return { ...plan, actions: [{ sql }, ...plan.actions] };
  }
  // The parent's column brings its type along.
  if (/^cannot alter inherited column /.test(reason)) {
    const actions = plan.actions.filter(({ sql }) => unquoted(sql) !== unquoted(statement));
    return actions.length < plan.actions.length ? { ...plan, actions } : undefined;
  }
  if (/^(RESTART|START) value \(-?\d+\) cannot be (less|greater) than/.test(reason)) {
    const actions = counterIntoRange(plan.actions, statement, from);
    return actions && { ...plan, actions };
  }
  if (/^(indexes|statistics creation) on virtual generated columns (are|is) not supported/.test(reason)) {
    const actions = withChangedGeneration(plan.actions, from, to);
    return actions.length === 0 ? undefined : { ...plan, actions };
  }
  // A function in a default or a generated column may name things of the search path that the engine's plan empties.
  if (/^\w+ .+ does not exist$/.test(reason) && plan.settings.some(isSearchPath)) {
    return { ...plan, settings: plan.settings.filter((one) => !isSearchPath(one)) };
  }
  return /^cannot cast type /.test(reason) ? throughText(plan, statement, reason) : undefined;
}

function withAside(
  plan: EnginePlan,
  statement: string,
  from: CatalogSnapshot,
  to: CatalogSnapshot,
  what: SetAside,
): EnginePlan | undefined {
  const table = from.objects.find(({ kind, name }) => kind === "table" && isAlterOf(statement, name))?.name;
  const actions = table === undefined ? undefined : asideForTypeChange(plan.actions, table, from, to, what);
  return actions && { ...plan, actions };
}

function isSearchPath({ name }: EnginePlan["settings"][number]): boolean {
  return name === "search_path";
}

function isAlterOf(statement: string, table: string): boolean {
  return unquoted(statement).startsWith(`ALTER TABLE ${unquoted(table)} `);
}

/**
 * Where PostgreSQL has no cast, the way goes through text, and an array takes a single value as its only element. Whether the text of each row can
 * be read is decided by the rows, which is a hazard of its own.
 */
function throughText(plan: EnginePlan, statement: string, reason: string): EnginePlan | undefined {
  const cast = usingCast(statement);
  if (cast === undefined) return undefined;
  const { head, column, type } = cast;
  const isFromArray = /^cannot cast type .*\[\] to /.test(reason);
  const isOneForMany = type.trim().endsWith("[]") && !isFromArray;
  const sql = isOneForMany
    ? `${head}USING CASE WHEN ${column} IS NOT NULL THEN ARRAY[${column}]::${type} END`
    : usingText(cast);
  const actions = plan.actions.map((one) => (unquoted(one.sql) === unquoted(statement) ? { ...one, sql } : one));
  return actions.some((one) => one.sql === sql) ? { ...plan, actions } : undefined;
}
