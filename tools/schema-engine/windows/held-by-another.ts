import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";

/** Whether a constraint or an index of another name does the work of one, in its old form or its new one. */
export function isHeldByAnother(old: CatalogObject, next: CatalogObject, now: CatalogSnapshot): boolean {
  const shapes = [shapeOf(old), shapeOf(next)];
  return now.objects.some((one) => {
    const isUsable = one.kind === "constraint" || one.facts["is valid"] !== false;
    return one.kind === old.kind && isUsable && shapes.includes(shapeOf(one)) && shapeOf(one) !== undefined;
  });
}

function shapeOf({ kind, name, facts }: CatalogObject): string | undefined {
  const definition = String(facts.definition);
  if (kind === "index") {
    return definition.replace(/^CREATE (UNIQUE )?INDEX (?:"(?:[^"]|"")*"|[^" ]+) /, (_, unique = "") => `${unique}`);
  }
  if (kind !== "constraint") return undefined;
  const table = name.replace(/\.(?:"(?:[^"]|"")*"|[^".]+)$/, "");
  return `${table} ${definition.replace(/ NOT VALID$/, "")}`;
}
