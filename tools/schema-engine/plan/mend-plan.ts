import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { CatalogDifference } from "../../postgres/catalog-snapshot/compare-snapshots";
import type { EnginePlan } from "../engine/schema-engine";
import { asideForTypeChange } from "./aside-for-type-change";
import { counterIntoRange } from "./counter-into-range";
import { missingSettings } from "./missing-settings";

/** What was wrong with a plan that was tried. */
export interface TriedPlan {
  readonly differences: readonly CatalogDifference[];
  /** PostgreSQL's words, and the statement after `in: `. */
  readonly failure?: string;
}

/** How often a plan is mended at most: it may lack things of several kinds, each seen when the one before is there. */
export const mendings = 4;

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
    const settings = missingSettings(differences, to);
    if (settings === undefined || settings.length === 0) return undefined;
    return { ...plan, last: [...(plan.last ?? []), ...settings.map((sql) => ({ sql, isDestructive: false }))] };
  }
  const [reason = "", statement = ""] = failure.split("\n      in: ");
  if (/^cannot alter type of a column used (in a|by a view or rule)/.test(reason)) {
    const table = from.objects.find(({ kind, name }) => kind === "table" && isAlterOf(statement, name))?.name;
    const actions = table === undefined ? undefined : asideForTypeChange(plan.actions, table, from, to);
    return actions && { ...plan, actions };
  }
  if (/^(RESTART|START) value \(-?\d+\) cannot be (less|greater) than/.test(reason)) {
    const actions = counterIntoRange(plan.actions, statement, from);
    return actions && { ...plan, actions };
  }
  return /^cannot cast type /.test(reason) ? throughText(plan, statement) : undefined;
}

function isAlterOf(statement: string, table: string): boolean {
  const bare = (text: string) => text.replaceAll('"', "");
  return bare(statement).startsWith(`ALTER TABLE ${bare(table)} `);
}

/**
 * Where PostgreSQL has no cast, the way goes through text, and an array takes a single value as its only element. Whether the text of each row can be read is decided by
 * the rows, which is a hazard of its own.
 */
function throughText(plan: EnginePlan, statement: string): EnginePlan | undefined {
  const cast = /\bUSING\s+((?:"(?:[^"]|"")*"|\w+))::((?!text\b)[\s\S]+?);?\s*$/.exec(statement);
  if (cast === null) return undefined;
  const [, column = "", type = ""] = cast;
  const isArray = type.trim().endsWith("[]");
  const using = isArray
    ? `CASE WHEN ${column} IS NOT NULL THEN ARRAY[${column}]::${type} END`
    : `${column}::text::${type}`;
  const sql = `${statement.slice(0, cast.index)}USING ${using}`;
  const isSame = (text: string) => text.replace(/;\s*$/, "").trim() === statement.replace(/;\s*$/, "").trim();
  const actions = plan.actions.map((one) => (isSame(one.sql) ? { ...one, sql } : one));
  return actions.some((one) => one.sql === sql) ? { ...plan, actions } : undefined;
}
