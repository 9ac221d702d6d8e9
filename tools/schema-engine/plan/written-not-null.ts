import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";
import { splitName } from "../sql/split-name";
import { unquoted } from "../sql/unquoted";

/**
 * PostgreSQL 18 has `NOT NULL … NOT VALID`, which rows that are there need not satisfy, and `NO INHERIT`, which children need not (manual, ALTER TABLE).
 * Engines plan `SET NOT NULL` for both.
 */
export function withWrittenNotNull(actions: readonly EngineAction[], to: CatalogSnapshot): readonly EngineAction[] {
  const constraints = to.objects.filter(
    ({ kind, facts }) => kind === "not null constraint" && / (NOT VALID|NO INHERIT)$/.test(String(facts.definition)),
  );
  const added = new Map(
    constraints.map(({ name, facts }) => {
      const column = splitName(name);
      const plain = `ALTER TABLE ${column.owner} ALTER COLUMN ${column.part} SET NOT NULL`;
      return [unquoted(plain), `ALTER TABLE ${column.owner} ADD CONSTRAINT ${facts.name} ${facts.definition}`];
    }),
  );
  return actions.map((one) => ({ ...one, sql: added.get(unquoted(one.sql)) ?? one.sql }));
}
