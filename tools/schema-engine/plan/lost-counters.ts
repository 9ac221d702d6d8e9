import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Hazard } from "./hazard";

/**
 * Columns that are numbered by an identity and by nothing any more: its sequence goes with it (PostgreSQL manual, ALTER TABLE, DROP IDENTITY), so that
 * nobody knows which numbers were given, and whoever makes it again gives those of deleted rows twice.
 */
export function lostCounters(before: CatalogSnapshot, after: CatalogSnapshot): readonly Hazard[] {
  const columns = new Map(after.objects.flatMap((one) => (one.kind === "column" ? [[one.name, one.facts]] : [])));
  return before.objects.flatMap(({ kind, name, facts }): readonly Hazard[] => {
    const next = columns.get(name);
    // Those of partitions are their parent's.
    if (kind !== "column" || facts.identity === undefined || facts["is inherited"] === true || next === undefined)
      return [];
    const isNumbered = next.identity !== undefined || String(next.default ?? "").startsWith("nextval(");
    if (isNumbered) return [];
    const text = `drops the identity of ${name} with its counter: inserts that leave the column out fail or get no number`;
    return [{ kind: "DELETES_DATA", text, object: name }];
  });
}
