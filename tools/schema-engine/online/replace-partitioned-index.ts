import { quoted } from "../plan/table-name";
import { bareName, splitName } from "../sql/split-name";
import { lockFromAbove } from "./lock-from-above";
import { alone, type OnlineForm, standsApart, together } from "./online-form";
import type { PartitionedIndex } from "./partitioned-index";
import { shortName } from "./short-name";

/**
 * An index of a partitioned table that changes: the old one is renamed with what belongs to it and goes on working, the new one comes `ON ONLY` the
 * parents, is built on each partition `CONCURRENTLY` and attached, and the old one is dropped when the new one is valid. The way back begins with the
 * old one's own names, where it is still there, so a plan that stopped because of rows in between loses nothing.
 *
 * @param isKnown whether a table was there before the plan, and so may have an index built concurrently
 */
export function replacePartitionedIndex(
  table: string,
  old: PartitionedIndex,
  next: PartitionedIndex,
  isKnown: (index: string) => boolean,
): OnlineForm | undefined {
  if (!next.parts.every((one) => isKnown(one.definition))) return undefined;
  const [before, after] = [reason(old), reason(next)];
  return standsApart(table, {
    parts: [
      together(...renames(old, `before_${before}`, "away"), ...begun(next, "")),
      ...built(next, ""),
      together(lockFromAbove(table), ...attached(next), ...identified(next), ...dropped(old, `before_${before}`, "")),
    ],
    undo: [
      together(
        ...renames(next, `next_${after}`, "away", ifExists),
        ...renames(old, `before_${before}`, "home", ifExists),
        ...begun(old, "IF NOT EXISTS "),
      ),
      ...built(old, "IF NOT EXISTS "),
      together(lockFromAbove(table), ...attached(old), ...identified(old), ...dropped(next, `next_${after}`, ifExists)),
    ],
    unsure: [],
    cleaning: [],
  });
}

const ifExists = "IF EXISTS ";

function reason({ parts }: PartitionedIndex): string {
  return JSON.stringify(parts.map((one) => one.definition));
}

/** The name that a part has while the other index has its own. */
function aside(name: string, mark: string): string {
  const bare = bareName(splitName(name).part);
  return shortName(`${bare}_${mark.slice(0, mark.indexOf("_"))}`, mark);
}

function renames(
  { parts }: PartitionedIndex,
  mark: string,
  way: "away" | "home",
  existence: "" | typeof ifExists = "",
): readonly string[] {
  return parts.map(({ name }) => {
    const own = splitName(name).part;
    const schema = name.slice(0, -own.length);
    const [from, to] = way === "away" ? [own, quoted(aside(name, mark))] : [quoted(aside(name, mark)), own];
    return `ALTER INDEX ${existence}${schema}${from} RENAME TO ${to}`;
  });
}

/** Of the parents alone, which reads nothing. */
function begun({ parts }: PartitionedIndex, existence: "" | "IF NOT EXISTS "): readonly string[] {
  return parts.flatMap(({ name, parent, definition, isOfParent }) => {
    if (!isOfParent) return [];
    const create = definition.replace(/^(CREATE (?:UNIQUE )?INDEX) /, (_, head) => `${head} ${existence}`);
    return [create, ...(parent === undefined ? [] : [`ALTER INDEX ${parent} ATTACH PARTITION ${name}`])];
  });
}

function built({ parts }: PartitionedIndex, existence: "" | "IF NOT EXISTS ") {
  const concurrent = (definition: string) =>
    definition.replace(/^(CREATE (?:UNIQUE )?INDEX) /, (_, head) => `${head} CONCURRENTLY ${existence}`);
  return parts.flatMap((one) => (one.isOfParent ? [] : [alone(concurrent(one.definition))]));
}

function attached({ parts }: PartitionedIndex): readonly string[] {
  return parts.flatMap(({ name, parent, isOfParent }) =>
    isOfParent || parent === undefined ? [] : [`ALTER INDEX ${parent} ATTACH PARTITION ${name}`],
  );
}

function identified({ parts }: PartitionedIndex): readonly string[] {
  return parts.flatMap((one) => one.identified);
}

/** Those of partitions go with it, but for those that were not attached yet. */
function dropped({ parts }: PartitionedIndex, mark: string, existence: "" | typeof ifExists): readonly string[] {
  const names = parts.map(({ name }) => {
    const own = splitName(name).part;
    return `${name.slice(0, -own.length)}${quoted(aside(name, mark))}`;
  });
  const [top, ...others] = names;
  return [top, ...(existence === "" ? [] : others)].map((name) => `DROP INDEX ${existence}${name}`);
}
