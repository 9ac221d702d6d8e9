import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";
import { mentions } from "../sql/mentions";
import { bareName, splitName } from "../sql/split-name";
import { unquoted } from "../sql/unquoted";

/**
 * A constraint that was NOT VALID and has to be valid, which engines drop and add again: `VALIDATE CONSTRAINT` asks the rows while it holds, and
 * blocks nobody (PostgreSQL manual, ALTER TABLE). Where something that may need the drop is done to one of its tables before the addition, both stay.
 */
export function withValidatedConstraints(
  actions: readonly EngineAction[],
  from: CatalogSnapshot,
  to: CatalogSnapshot,
): readonly EngineAction[] {
  const names = validated(from, to).map(splitName);
  const drops = new Set(names.map(({ owner, part }) => unquoted(`ALTER TABLE ${owner} DROP CONSTRAINT ${part}`)));
  let plan = actions;
  for (const { owner: table, part } of names) {
    const adding = unquoted(`ALTER TABLE ${table} ADD CONSTRAINT ${part} `);
    const drop = plan.findIndex(
      ({ sql }) => unquoted(sql) === unquoted(`ALTER TABLE ${table} DROP CONSTRAINT ${part}`),
    );
    const add = plan.findIndex(({ sql }) => unquoted(sql).startsWith(adding));
    const added = plan[add];
    if (drop === -1 || added === undefined || add < drop) continue;
    const tables = [table, /\bREFERENCES (?:ONLY )?([^\s(]+)/.exec(added.sql)?.[1] ?? table].map(bareName);
    const mayNeedDrop = ({ sql }: EngineAction) =>
      /\b(TYPE|DROP|RENAME)\b/i.test(sql) && !drops.has(unquoted(sql)) && tables.some((one) => mentions(sql, one));
    const between = plan.slice(drop + 1, add);
    if (between.some(mayNeedDrop)) continue;
    const validation = { ...added, sql: `ALTER TABLE ${table} VALIDATE CONSTRAINT ${part}` };
    plan = [...plan.slice(0, drop), ...between, validation, ...plan.slice(add + 1)];
  }
  return plan;
}

function validated(from: CatalogSnapshot, to: CatalogSnapshot): readonly string[] {
  const tables = new Set(from.objects.filter((one) => one.kind === "table").map((one) => one.name));
  const constraints = (snapshot: CatalogSnapshot) =>
    new Map(snapshot.objects.filter((one) => one.kind === "constraint").map((one) => [one.name, one.facts]));
  const before = constraints(from);
  return [...constraints(to)].flatMap(([name, facts]) => {
    const isSame = before.get(name)?.definition === `${facts.definition} NOT VALID`;
    return isSame && tables.has(splitName(name).owner) ? [name] : [];
  });
}
