import type { CatalogObject } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { splitName } from "../sql/split-name";

/**
 * What turns a column into the new one with the values that it has (PostgreSQL manual, ALTER TABLE): another collation, a generated column that
 * becomes a plain one, or that gets another expression. Empty: there is no such way. Defaults and the like are left to the engine.
 */
export function keepColumn(
  { name, facts: old }: CatalogObject,
  { facts }: CatalogObject,
  major: number,
): readonly string[] {
  const { owner, part } = splitName(name);
  const alter = `ALTER TABLE ${owner} ALTER COLUMN ${part}`;
  const [before, after] = [expressionOf(old.generated), expressionOf(facts.generated)];
  if (before === undefined && after !== undefined) return [];
  if (before !== undefined && after !== undefined) {
    const isSame = before.kind === after.kind && old.type === facts.type && old.collation === facts.collation;
    // PostgreSQL 17 is the first that has it.
    return major >= 17 && isSame && before.expression !== after.expression
      ? [`${alter} SET EXPRESSION AS ${after.expression}`]
      : [];
  }
  // PostgreSQL has no values to keep of a virtual one.
  if (before?.kind === "v") return [];
  const isTyped = old.type !== facts.type || old.collation !== facts.collation;
  const collation = facts.collation === undefined ? "" : ` COLLATE ${facts.collation}`;
  const using = old.type === facts.type ? "" : ` USING ${part}::${facts.type}`;
  return [
    ...(before === undefined ? [] : [`${alter} DROP EXPRESSION`]),
    // The old default may not fit the new type.
    ...(old.type !== facts.type && old.default !== undefined ? [`${alter} DROP DEFAULT`] : []),
    ...(isTyped ? [`${alter} TYPE ${facts.type}${collation}${using}`] : []),
  ];
}

/** `s (a + 1)`: `pg_attribute.attgenerated` and the expression. */
function expressionOf(generated: unknown): { readonly kind: string; readonly expression: string } | undefined {
  if (typeof generated !== "string") return undefined;
  const expression = generated.slice(2);
  return { kind: generated.slice(0, 1), expression: expression.startsWith("(") ? expression : `(${expression})` };
}
