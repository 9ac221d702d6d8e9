import type { Entity, EntityColumn, EntityModel, Mark, Relation } from "./entity";

export interface DrawnRow {
  readonly text: string;
  readonly note: string;
  readonly mark: Mark;
  readonly key: string;
}

export interface DrawnEntity {
  readonly name: string;
  readonly mark: Mark;
  readonly rows: readonly DrawnRow[];
  /** What of it is not drawn, such as `and 12 more columns`; empty: nothing. */
  readonly rest: string;
}

/** What one picture shows. */
export interface Selection {
  readonly entities: readonly DrawnEntity[];
  readonly relations: readonly Relation[];
}

const tablesPerPicture = 12;
const mostColumns = 14;
const mostParts = 6;

/**
 * Tables that change, a dozen in each picture, those that refer to each other together; and beside them, by their keys alone, the
 * tables that a foreign key connects them with.
 */
export function selectEntities({ entities, relations }: EntityModel): readonly Selection[] {
  const changed = entities.filter((one) => one.mark !== "kept").map((one) => one.name);
  const connected = byConnection(changed, relations);
  const pictures: string[][] = [];
  for (let start = 0; start < connected.length; start += tablesPerPicture) {
    pictures.push(connected.slice(start, start + tablesPerPicture));
  }
  return pictures.map((names) => {
    const drawn = new Set(names);
    const touching = relations.filter(({ from, to }) => drawn.has(from) || drawn.has(to));
    const shown = new Set([...drawn, ...touching.flatMap(({ from, to }) => [from, to])]);
    const present = entities.filter((one) => shown.has(one.name));
    const isPresent = (name: string) => present.some((one) => one.name === name);
    return {
      entities: present.map((one) => (drawn.has(one.name) ? wholeEntity(one) : keysOf(one))),
      relations: touching.filter(({ from, to }) => isPresent(from) && isPresent(to)),
    };
  });
}

/** Each followed by those that it is connected with, so that neighbours come into the same picture. */
function byConnection(names: readonly string[], relations: readonly Relation[]): readonly string[] {
  const left = new Set(names);
  const ordered: string[] = [];
  for (const first of names) {
    const queue = [first];
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      if (!left.delete(name)) continue;
      ordered.push(name);
      queue.push(...relations.flatMap(({ from, to }) => (from === name ? [to] : to === name ? [from] : [])).sort());
    }
  }
  return ordered;
}

function wholeEntity({ name, mark, columns, parts }: Entity): DrawnEntity {
  const important = columns.filter((one) => one.mark !== "kept" || isKey(one));
  const shown = (mark === "changed" && columns.length > mostColumns ? important : columns).slice(0, 2 * mostColumns);
  const changes = mark === "changed" ? parts : [];
  const rows = changes.slice(0, mostParts).map((one) => ({ text: one.text, note: "", mark: one.mark, key: "" }));
  return {
    name,
    mark,
    rows: [...shown.map(columnRow), ...rows],
    rest: restOf(columns.length - shown.length, changes.length - rows.length),
  };
}

/** Of a table that stays as it is, or that another picture has. */
function keysOf({ name, mark, columns }: Entity): DrawnEntity {
  const keys = columns.filter(isKey).slice(0, mostColumns);
  return { name, mark, rows: keys.map(columnRow), rest: restOf(columns.length - keys.length, 0) };
}

function isKey({ isPrimary, isForeign }: EntityColumn): boolean {
  return isPrimary || isForeign;
}

function restOf(columns: number, changes: number): string {
  const counted = (count: number, what: string) => (count > 0 ? [`${count} ${what}${count === 1 ? "" : "s"}`] : []);
  const rest = [...counted(columns, "more column"), ...counted(changes, "more change")];
  return rest.length === 0 ? "" : `and ${rest.join(", ")}`;
}

function columnRow({ name, type, was, isPrimary, isForeign, mark }: EntityColumn): DrawnRow {
  const key = [...(isPrimary ? ["PK"] : []), ...(isForeign ? ["FK"] : [])].join(" ");
  return { text: name, note: was === undefined ? type : `${was} → ${type}`, mark, key };
}
