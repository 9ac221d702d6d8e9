import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Hazard } from "./hazard";

/**
 * Columns whose type changes so that values may change or be cut without an error. Plans cast explicitly, and an explicit cast
 * to `varchar(n)` truncates in silence, where an assignment would fail (PostgreSQL 18, 8.3 Character Types). A cast that is
 * not known here counts as a loss: the user says that it is none.
 */
export function typeChangeHazards(before: CatalogSnapshot, after: CatalogSnapshot): readonly Hazard[] {
  const types = columnTypes(before);
  const own = ownTypes([before, after]);
  return [...columnTypes(after)].flatMap(([column, to]): readonly Hazard[] => {
    const from = types.get(column);
    if (from === undefined || from === to || keepsValues(from, to, own)) return [];
    return [
      {
        kind: "CHANGES_VALUES",
        text: `casts column ${column} from ${from} to ${to}, which may change or cut values`,
        object: column,
      },
    ];
  });
}

function columnTypes(snapshot: CatalogSnapshot): ReadonlyMap<string, string> {
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

interface Type {
  readonly name: string;
  readonly modifiers: readonly number[];
  readonly array: string;
}

/** By format_type: `character varying(20)`, `numeric(12,4)`, `timestamp(3) with time zone`, `text[]`. */
function readType(text: string): Type {
  const match = /^([^([]*?)(?:\(([\d,-]+)\))?((?: with(?:out)? time zone)?)((?:\[\])*)$/.exec(text);
  const [, name = text, modifiers = "", zone = "", array = ""] = match ?? [];
  return { name: name + zone, modifiers: modifiers === "" ? [] : modifiers.split(",").map(Number), array };
}

const integers = ["smallint", "integer", "bigint"];
/** Binary coercible among each other (pg_cast): the bytes stay. */
const texts = ["text", "character varying", "citext"];
/** Their input keeps the text that it is given, or refuses it. */
const verbatim = ["json"];
/** By names without modifiers: each value has one of its own that means the same and casts back to it. */
const widenings: readonly (readonly [from: string, to: string])[] = [
  ["smallint", "double precision"],
  ["integer", "double precision"],
  ["real", "double precision"],
  ["date", "timestamp without time zone"],
  ["cidr", "inet"],
  ["bit", "bit varying"],
  ["character", "character varying"],
  ["jsonb", "json"],
  ["oid", "bigint"],
];

/**
 * Whether each value keeps its meaning or fails. What is not known to keep it is told: most casts between types of different kinds change something
 * (a box becomes a point, a range its canonical form), and a list of those would never be whole.
 */
function keepsValues(fromText: string, toText: string, own: OwnTypes): boolean {
  const [from, to] = [baseType(fromText, own), baseType(toText, own)];
  if (from.array !== to.array) return false;
  // Labels are texts; one that the new enum does not have is an error at migration.
  if (own.enums.has(to.name)) return texts.includes(from.name) || own.enums.has(from.name);
  if (to.name === "text") return true;
  if (verbatim.includes(to.name) && texts.includes(from.name)) return true;
  // A value that is too large for an integer is an error as well.
  if (integers.includes(to.name)) return integers.includes(from.name) || (to.name === "bigint" && from.name === "oid");
  if (to.name === "numeric") return keepsNumbers(from, to);
  // `interval hour to minute` and the like are cut; without fields nothing is.
  if (from.name.startsWith("interval") && to.name === "interval" && to.modifiers.length === 0) return true;
  if (from.name === to.name) return keepsWidth(from, to);
  if (texts.includes(from.name) && texts.includes(to.name)) return keepsWidth(from, to);
  return widenings.some(([before, after]) => before === from.name && after === to.name) && keepsWidth(from, to);
}

/** An extension's type has the name of its schema. */
function baseType(text: string, { bases }: OwnTypes): Type {
  const type = readType(text);
  const base = bases.get(type.name);
  if (base !== undefined) return readType(base + type.array);
  return /[.]citext$/.test(type.name) ? { ...type, name: "citext" } : type;
}

function keepsWidth(from: Type, to: Type): boolean {
  const [old, width] = [from.modifiers[0], to.modifiers[0]];
  // A shorter bit string is filled up with zeros.
  if (to.name === "bit") return old === width;
  return width === undefined || (old !== undefined && width >= old);
}

function keepsNumbers(from: Type, to: Type): boolean {
  const [, scale] = to.modifiers;
  if (scale === undefined) return from.name === "numeric" || integers.includes(from.name);
  if (integers.includes(from.name)) return scale >= 0;
  return from.name === "numeric" && from.modifiers[1] !== undefined && scale >= from.modifiers[1];
}

/** Types that the schema makes. */
interface OwnTypes {
  readonly enums: ReadonlySet<string>;
  /** Of domains, down to what is none. */
  readonly bases: ReadonlyMap<string, string>;
}

function ownTypes(snapshots: readonly CatalogSnapshot[]): OwnTypes {
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
