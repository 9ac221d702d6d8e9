import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Hazard } from "./hazard";

/**
 * Columns whose type changes so that values may change or be cut without an error. Plans cast explicitly, and an explicit cast
 * to `varchar(n)` truncates in silence, where an assignment would fail (PostgreSQL 18, 8.3 Character Types). A type that is
 * not known here counts as a loss: the user says that it is none.
 */
export function typeChangeHazards(before: CatalogSnapshot, after: CatalogSnapshot): readonly Hazard[] {
  const types = columnTypes(before);
  return [...columnTypes(after)].flatMap(([column, to]): readonly Hazard[] => {
    const from = types.get(column);
    if (from === undefined || from === to || keepsValues(from, to)) return [];
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
const builtIn =
  /^(smallint|integer|bigint|numeric|real|double precision|money|text|character( varying)?|"?char"?|name|boolean|bytea|date|interval.*|time(stamp)? with(out)? time zone|jsonb?|uuid|xml|inet|cidr|macaddr8?|bit( varying)?|citext)$/;

function keepsValues(fromText: string, toText: string): boolean {
  const from = readType(fromText);
  const to = readType(toText);
  if (from.array !== to.array) return false;
  // An enum or a domain refuses what it does not know: that is an error at migration, not a silent change.
  if (!builtIn.test(to.name)) return true;
  if (to.name === "text") return true;
  // A value that is too large for an integer is an error as well.
  if (integers.includes(to.name)) return integers.includes(from.name);
  if (to.name === "numeric") return keepsNumbers(from, to);
  if (to.name === "double precision") return ["smallint", "integer", "real"].includes(from.name);
  if (to.name === "timestamp without time zone" && from.name === "date") return true;
  if (to.name !== from.name && !(to.name === "character varying" && from.name === "character")) return false;
  const [width] = to.modifiers;
  return width === undefined || (from.modifiers[0] !== undefined && width >= from.modifiers[0]);
}

function keepsNumbers(from: Type, to: Type): boolean {
  const [, scale] = to.modifiers;
  if (scale === undefined) return from.name === "numeric" || integers.includes(from.name);
  if (integers.includes(from.name)) return scale >= 0;
  return from.name === "numeric" && from.modifiers[1] !== undefined && scale >= from.modifiers[1];
}
