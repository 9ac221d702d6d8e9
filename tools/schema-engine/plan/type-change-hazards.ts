import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { baseType, type ColumnType, columnTypes, type OwnTypes, ownTypes } from "./column-types";
import type { Hazard } from "./hazard";

/**
 * Columns whose type changes so that values may change or be cut without an error. Plans cast explicitly, and an explicit cast
 * to `varchar(n)` truncates in silence, where an assignment would fail (PostgreSQL 18, 8.3 Character Types). A cast that is
 * not known here counts as a loss: the user says that it is none.
 *
 * @param isAssigned columns that are changed by assignment casts, which fail where an explicit cast cuts
 */
export function typeChangeHazards(
  before: CatalogSnapshot,
  after: CatalogSnapshot,
  isAssigned: (column: string) => boolean = () => false,
): readonly Hazard[] {
  const types = columnTypes(before);
  const own = ownTypes([before, after]);
  return [...columnTypes(after)].flatMap(([column, to]): readonly Hazard[] => {
    const from = types.get(column);
    if (from === undefined || from === to) return [];
    const [old, wanted] = [baseType(from, own), baseType(to, own)];
    if (keepsValues(old, isAssigned(column) ? asWide(wanted) : wanted, own)) return [];
    return [
      {
        kind: "CHANGES_VALUES",
        text: `casts column ${column} from ${from} to ${to}, which may change or cut values`,
        object: column,
      },
    ];
  });
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
function keepsValues(from: ColumnType, to: ColumnType, own: OwnTypes): boolean {
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

function keepsWidth(from: ColumnType, to: ColumnType): boolean {
  const [old, width] = [from.modifiers[0], to.modifiers[0]];
  // A shorter bit string is filled up with zeros.
  if (to.name === "bit" && width !== undefined) return old === width;
  return width === undefined || (old !== undefined && width >= old);
}

function keepsNumbers(from: ColumnType, to: ColumnType): boolean {
  const [, scale] = to.modifiers;
  if (scale === undefined) return from.name === "numeric" || integers.includes(from.name);
  if (integers.includes(from.name)) return scale >= 0;
  return from.name === "numeric" && from.modifiers[1] !== undefined && scale >= from.modifiers[1];
}

/** An assignment refuses values that are too long for these (PostgreSQL 18, 8.3 Character Types, 8.10 Bit String Types). */
function asWide(type: ColumnType): ColumnType {
  return ["character varying", "bit", "bit varying"].includes(type.name) ? { ...type, modifiers: [] } : type;
}
