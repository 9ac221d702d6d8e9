import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";

/** Column → its type, as format_type writes it; of tables. */
export function columnTypes(snapshot: CatalogSnapshot): ReadonlyMap<string, string> {
  const tables = new Set(snapshot.objects.filter((one) => one.kind === "table").map((one) => one.name));
  const columns = snapshot.objects.filter((one) => one.kind === "column" && typeof one.facts.type === "string");
  return new Map(
    columns
      .filter((one) => [...tableNames(one.name)].some((name) => tables.has(name)))
      .map((one) => [one.name, String(one.facts.type)]),
  );
}

/** `schema.table.column`: each dot may be the one before the column, since quoted names can hold dots. */
function* tableNames(column: string): Generator<string> {
  for (let dot = column.indexOf("."); dot !== -1; dot = column.indexOf(".", dot + 1)) yield column.slice(0, dot);
}

/** By format_type: `character varying(20)`, `numeric(12,4)`, `timestamp(3) with time zone`, `text[]`. */
export interface ColumnType {
  readonly name: string;
  readonly modifiers: readonly number[];
  readonly array: string;
}

function readType(text: string): ColumnType {
  const match = /^([^([]*?)(?:\(([\d,-]+)\))?((?: with(?:out)? time zone)?)((?:\[\])*)$/.exec(text);
  const [, name = text, modifiers = "", zone = "", array = ""] = match ?? [];
  return { name: name + zone, modifiers: modifiers === "" ? [] : modifiers.split(",").map(Number), array };
}

/** Types that the schema makes. */
export interface OwnTypes {
  readonly enums: ReadonlySet<string>;
  /** Of domains, down to what is none. */
  readonly bases: ReadonlyMap<string, string>;
}

export function ownTypes(snapshots: readonly CatalogSnapshot[]): OwnTypes {
  const objects = snapshots.flatMap((one) => one.objects);
  const direct = new Map(
    objects.filter((one) => one.kind === "domain").map((one) => [one.name, String(one.facts.base)]),
  );
  const baseOf = (name: string): string => {
    const base = direct.get(name);
    return base === undefined ? name : baseOf(base);
  };
  return {
    enums: new Set(objects.filter((one) => one.kind === "enum").map((one) => one.name)),
    bases: new Map([...direct.keys()].map((name) => [name, baseOf(name)])),
  };
}

/** What is below a domain; an extension's type has the name of its schema. */
export function baseType(text: string, { bases }: OwnTypes): ColumnType {
  const type = readType(text);
  const base = bases.get(type.name);
  if (base !== undefined) return readType(base + type.array);
  return /[.]citext$/.test(type.name) ? { ...type, name: "citext" } : type;
}
