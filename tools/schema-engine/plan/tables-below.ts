import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";

/** A table and all that inherit from it, partitions among them: SQL names, parents first. */
export function tablesBelow(table: string, snapshot: CatalogSnapshot): readonly string[] {
  const found = [table];
  for (const parent of found) {
    for (const { name, facts } of snapshot.objects) {
      if (Array.isArray(facts.parents) && facts.parents.includes(parent) && !found.includes(name)) found.push(name);
    }
  }
  return found;
}
