import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { shortName } from "../online/short-name";
import { quoted } from "../plan/table-name";
import { bareName, splitName } from "../sql/split-name";

/** An enum that the new columns need: made by the change, or made beside one of its name, which it replaces. */
export interface NeededEnum {
  /** SQL, with schema. */
  readonly name: string;
  /** SQL, with schema; what it is called until the old one is gone. */
  readonly temporary: string | undefined;
  readonly labels: readonly string[];
}

/** A column whose type changes. Names are SQL, as the snapshot writes them. */
export interface ColumnChange {
  readonly table: string;
  readonly column: string;
  readonly oldType: string;
  /** As it is called while the change lasts. */
  readonly newType: string;
  readonly collation: string | undefined;
  /** Of the column that takes its place. */
  readonly next: string;
  readonly oldDefault: string | undefined;
  readonly newDefault: string | undefined;
  readonly isGenerated: boolean;
  /** Enums have no cast to each other but through their labels. */
  readonly isThroughText: boolean;
  readonly enum: NeededEnum | undefined;
}

type Facts = CatalogSnapshot["objects"][number]["facts"];

/** Columns of tables that are on both sides whose type is another one, or an enum that loses labels or their order. */
export function columnChanges(base: CatalogSnapshot, goal: CatalogSnapshot): readonly ColumnChange[] {
  const byKind = (snapshot: CatalogSnapshot, kind: string) =>
    new Map(snapshot.objects.filter((one) => one.kind === kind).map((one) => [one.name, one.facts]));
  const [oldColumns, newColumns] = [byKind(base, "column"), byKind(goal, "column")];
  const [oldEnums, newEnums] = [byKind(base, "enum"), byKind(goal, "enum")];
  const [oldTables, newTables] = [byKind(base, "table"), byKind(goal, "table")];
  return [...oldColumns].flatMap(([name, before]): readonly ColumnChange[] => {
    const after = newColumns.get(name);
    const { owner: table, part: column } = splitName(name);
    if (after === undefined || !oldTables.has(table) || !newTables.has(table)) return [];
    const needed = neededEnum(String(after.type), oldEnums, newEnums);
    const isReplaced = needed?.temporary !== undefined && before.type === after.type;
    if (before.type === after.type && before.collation === after.collation && !isReplaced) return [];
    const type = String(after.type);
    const newType = isReplaced ? `${needed.temporary}${arrayOf(type)}` : type;
    return [
      {
        table,
        column,
        oldType: String(before.type),
        newType,
        collation: text(after.collation),
        next: quoted(shortName(`${bareName(column)}_next`, JSON.stringify([table, before.type, newType]))),
        oldDefault: text(before.default),
        newDefault: text(after.default),
        isGenerated: "generated" in before || "generated" in after,
        isThroughText: isEnum(String(before.type), oldEnums) && isEnum(type, newEnums),
        enum: isReplaced || needed?.temporary === undefined ? needed : undefined,
      },
    ];
  });
}

function neededEnum(
  type: string,
  before: ReadonlyMap<string, Facts>,
  after: ReadonlyMap<string, Facts>,
): NeededEnum | undefined {
  const found = [...after].find(([name]) => isNamed(name, type));
  if (found === undefined) return undefined;
  const [name, facts] = found;
  const labels = labelsOf(facts);
  const old = before.get(name);
  if (old === undefined) return { name, temporary: undefined, labels };
  if (isWithin(labelsOf(old), labels)) return undefined;
  const own = splitName(name).part;
  const temporary = quoted(shortName(`${bareName(own)}_next`, JSON.stringify(labels)));
  return { name, temporary: `${name.slice(0, -own.length)}${temporary}`, labels };
}

/** Labels can be added anywhere, but not be removed or moved (PostgreSQL manual, ALTER TYPE). */
function isWithin(labels: readonly string[], all: readonly string[]): boolean {
  let place = -1;
  return labels.every((label) => {
    const next = all.indexOf(label, place + 1);
    place = next;
    return next !== -1;
  });
}

function labelsOf(facts: Facts): readonly string[] {
  return Array.isArray(facts.labels) ? facts.labels.map(String) : [];
}

function isEnum(type: string, enums: ReadonlyMap<string, Facts>): boolean {
  return [...enums.keys()].some((name) => isNamed(name, type));
}

function isNamed(name: string, type: string): boolean {
  return name.replaceAll('"', "") === type.slice(0, type.length - arrayOf(type).length).replaceAll('"', "");
}

function arrayOf(type: string): string {
  return /(?:\[\])*$/.exec(type)?.[0] ?? "";
}

function text(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

/** The value of a column in its new type. */
export function converted({ oldType, newType, isThroughText }: ColumnChange, value: string): string {
  return isThroughText ? `${value}::text${arrayOf(oldType)}::${newType}` : `${value}::${newType}`;
}
