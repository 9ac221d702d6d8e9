import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { bareName, splitName } from "../sql/split-name";
import type { RenameStep } from "./rename-declaration";

/**
 * PostgreSQL 18 gives NOT NULL a name. Where a schema says one, that is the one; where it says none, whatever it is called is right, since a table that was
 * renamed keeps the old name in its constraints. Those of children follow their parent's, so PostgreSQL may refuse a step.
 *
 * @param isEvery also to names that PostgreSQL gives by itself
 */
export function notNullNames(from: CatalogSnapshot, to: CatalogSnapshot, isEvery = false): readonly RenameStep[] {
  const before = namesOf(from);
  return [...namesOf(to)].flatMap(([column, now]) => {
    const old = before.get(column);
    if (old === undefined || old === now || (!isEvery && isDefault(column, now))) return [];
    const rename = (one: string, other: string) =>
      `ALTER TABLE ${splitName(column).owner} RENAME CONSTRAINT ${one} TO ${other}`;
    return [{ up: rename(old, now), down: rename(now, old), isOptional: true }];
  });
}

function namesOf({ objects }: CatalogSnapshot): ReadonlyMap<string, string> {
  const constraints = objects.filter(({ kind }) => kind === "not null constraint");
  return new Map(constraints.map(({ name, facts }) => [name, String(facts.name)]));
}

/** PostgreSQL cuts long ones and numbers those that are taken. */
function isDefault(column: string, name: string): boolean {
  const { owner, part } = splitName(column);
  const whole = `${bareName(owner)}_${bareName(part)}_not_null`;
  return whole.length > 63 ? /_not_null\d*"?$/.test(name) : bareName(name).replace(/\d+$/, "") === whole;
}
