import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";
import { unquoted } from "../sql/unquoted";

/** pg-delta makes a table that inherits from several with the first of them only. */
export function withAllParents(actions: readonly EngineAction[], to: CatalogSnapshot): readonly EngineAction[] {
  const parents = new Map(
    to.objects.flatMap(({ kind, name, facts }) =>
      kind === "table" && Array.isArray(facts.parents) && facts.parents.length > 1
        ? [[unquoted(name), facts.parents.join(", ")]]
        : [],
    ),
  );
  return actions.map((action) => {
    const [, table = ""] = /^CREATE (?:UNLOGGED )?TABLE (\S+) /.exec(unquoted(action.sql)) ?? [];
    const all = parents.get(table);
    return all === undefined
      ? action
      : { ...action, sql: action.sql.replace(/ INHERITS \([^)]*\)/, ` INHERITS (${all})`) };
  });
}
