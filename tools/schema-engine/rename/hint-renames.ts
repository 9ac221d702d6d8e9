import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Hazard } from "../plan/hazard";
import { splitName } from "../sql/split-name";

/** Says of a drop beside a creation of the same type how a rename would be declared: it is never guessed. */
export function hintRenames(hazards: readonly Hazard[], from: CatalogSnapshot, to: CatalogSnapshot): readonly Hazard[] {
  const [before, after] = [tablesOf(from), tablesOf(to)];
  return hazards.map((hazard) => {
    if (hazard.kind !== "DELETES_DATA") return hazard;
    const like = /^drops table /.test(hazard.text)
      ? sameTables(hazard.object, before, after)
      : sameColumns(hazard.object, before, after);
    if (like.length === 0) return hazard;
    const old = /^drops table /.test(hazard.text) ? hazard.object : splitName(hazard.object).part;
    return {
      ...hazard,
      text: `${hazard.text}; if it is ${like.join(" or ")} now, say \`-- @renamed from=${old}\` above that`,
    };
  });
}

/** Table → column → type. Names are SQL. */
type Tables = ReadonlyMap<string, ReadonlyMap<string, string>>;

function sameTables(dropped: string, before: Tables, after: Tables): readonly string[] {
  const columns = before.get(dropped);
  if (columns === undefined || columns.size === 0) return [];
  const text = (of: ReadonlyMap<string, string>) => JSON.stringify([...of].sort());
  return [...after].flatMap(([name, of]) => (!before.has(name) && text(of) === text(columns) ? [name] : []));
}

function sameColumns(dropped: string, before: Tables, after: Tables): readonly string[] {
  const column = splitName(dropped).part;
  const table = dropped.slice(0, -column.length - 1);
  const type = before.get(table)?.get(column);
  if (type === undefined) return [];
  return [...(after.get(table) ?? [])].flatMap(([name, one]) =>
    one === type && before.get(table)?.has(name) === false ? [name] : [],
  );
}

function tablesOf(snapshot: CatalogSnapshot): Tables {
  const of = (kind: string) => snapshot.objects.filter((one) => one.kind === kind);
  const tables = new Map(of("table").map((one) => [one.name, new Map<string, string>()]));
  for (const column of of("column")) addColumn(tables, column);
  return tables;
}

function addColumn(tables: ReadonlyMap<string, Map<string, string>>, { name, facts }: CatalogObject): void {
  const { owner, part } = splitName(name);
  tables.get(owner)?.set(part, String(facts.type));
}
