import type { AlterTableStmt } from "libpg-query";
import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";
import { readStatements } from "../sql/read-statements";
import { quoted, tableName } from "./table-name";

/**
 * A new type without a collation has that of the type (PostgreSQL manual, ALTER TABLE, "SET DATA TYPE"), so a column or attribute that keeps its own
 * must be given it again. Engines leave it out.
 */
export async function keepCollations(
  actions: readonly EngineAction[],
  to: CatalogSnapshot,
): Promise<readonly EngineAction[]> {
  const collations = collationsOf(to);
  if (collations.size === 0) return actions;
  return Promise.all(
    actions.map(async (action) => {
      if (!/^ALTER (FOREIGN )?(TABLE|TYPE) .* TYPE /s.test(action.sql)) return action;
      const [only, second] = await readStatements({ path: "plan", text: action.sql });
      if (only === undefined || second !== undefined || !("AlterTableStmt" in only.node)) return action;
      const column = typedColumn(only.node.AlterTableStmt);
      const collation = column === undefined ? undefined : collations.get(column);
      return collation === undefined ? action : { ...action, sql: withCollation(action.sql, collation) };
    }),
  );
}

/** Of columns and of attributes of composite types, each by its whole name. */
function collationsOf({ objects }: CatalogSnapshot): ReadonlyMap<string, string> {
  return new Map(
    objects.flatMap(({ kind, name, facts }): readonly (readonly [string, string])[] => {
      if (kind === "column" && typeof facts.collation === "string") return [[name, facts.collation]];
      if (kind !== "composite type" || !Array.isArray(facts.attributes)) return [];
      return facts.attributes.flatMap((one) => {
        const [, attribute, collation] = /^("(?:[^"]|"")*"|\S+) .* COLLATE (.*)$/.exec(String(one)) ?? [];
        return attribute === undefined || collation === undefined ? [] : [[`${name}.${attribute}`, collation] as const];
      });
    }),
  );
}

/** `undefined`: it does something else or more, or has a collation. */
function typedColumn({ relation, cmds = [] }: AlterTableStmt): string | undefined {
  const [only, second] = cmds;
  if (only === undefined || second !== undefined || !("AlterTableCmd" in only)) return undefined;
  const { subtype, name = "", def } = only.AlterTableCmd;
  if (subtype !== "AT_AlterColumnType" || def === undefined || !("ColumnDef" in def)) return undefined;
  return def.ColumnDef.collClause === undefined ? `${tableName(relation)}.${quoted(name)}` : undefined;
}

/** It stands behind the type, before all that may follow; no name of a type holds these words outside of quotes. */
function withCollation(sql: string, collation: string): string {
  const [, head = sql, rest = ""] =
    /^((?:[^"]|"(?:[^"]|"")*")*?)(\s+USING\b[\s\S]*|\s+(?:CASCADE|RESTRICT)\s*;?\s*|;?\s*)$/i.exec(sql) ?? [];
  return `${head} COLLATE ${collation}${rest}`;
}
