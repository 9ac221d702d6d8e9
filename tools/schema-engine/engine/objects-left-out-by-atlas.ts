import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";

/** What ariga.io/atlas v1.3.0 reads and plans; all else it leaves out in silence (docs/decisions/0119). */
const modelledKinds = new Set([
  "schema",
  "enum",
  "table",
  "column",
  "column order",
  "constraint",
  "not null constraint",
  "index",
  "comment",
]);

/** Facts of tables for which it has no word. */
const unmodelledFacts = ["partition bound", "parents", "of type", "row security"];

/** Objects that Atlas does not model. Facts of objects that it does model are compared by the proof. */
export function objectsLeftOutByAtlas({ objects }: CatalogSnapshot): readonly string[] {
  return objects.filter((one) => !isModelled(one)).map(({ kind, name }) => `${kind} ${name}`);
}

function isModelled({ kind, facts }: CatalogObject): boolean {
  // The sequence of a serial or identity column is part of the column.
  if (kind === "sequence") return facts["owned by"] != null;
  if (kind === "table") return unmodelledFacts.every((name) => facts[name] == null);
  return modelledKinds.has(kind);
}
