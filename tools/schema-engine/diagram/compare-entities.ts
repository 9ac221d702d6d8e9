import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Entity, EntityColumn, EntityModel, Mark, Relation } from "./entity";
import { readEntities, type TableParts } from "./read-entities";

/** Tables before and after a plan as one: what is only before is dropped, what is only after is added. */
export function compareEntities(before: CatalogSnapshot, after: CatalogSnapshot): EntityModel {
  const [old, now] = [readEntities(before), readEntities(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])].sort();
  const pairs = names.map((name) => ({ name, was: old.get(name), is: now.get(name) }));
  return {
    entities: pairs.map(({ name, was, is }) => entityOf(name, was, is)),
    relations: pairs.flatMap(({ name, was, is }) => relationsOf(name, was, is)),
  };
}

function entityOf(name: string, was: TableParts | undefined, is: TableParts | undefined): Entity {
  const columns = columnsOf(was, is);
  const parts = [...markAll(was?.others, is?.others)].filter(([, mark]) => mark !== "kept");
  const relations = relationsOf(name, was, is);
  const isChanged = [
    ...columns.map((one) => one.mark),
    ...parts.map(([, mark]) => mark),
    ...relations.map((one) => one.mark),
  ].some((mark) => mark !== "kept");
  const mark: Mark = was === undefined ? "added" : is === undefined ? "dropped" : isChanged ? "changed" : "kept";
  return { name, mark, columns, parts: parts.map(([text, one]) => ({ text, mark: one })) };
}

function columnsOf(was: TableParts | undefined, is: TableParts | undefined): readonly EntityColumn[] {
  const [old, now] = [was?.columns ?? new Map<string, string>(), is?.columns ?? new Map<string, string>()];
  return inOrder([...old.keys()], [...now.keys()]).map((name): EntityColumn => {
    const [before, after] = [old.get(name), now.get(name)];
    const keyed = [was, is].filter((one) => one !== undefined);
    return {
      name,
      type: after ?? before ?? "",
      ...(before !== undefined && after !== undefined && before !== after && { was: before }),
      isPrimary: (is ?? was)?.primary.has(name) === true,
      isForeign: keyed.some((one) => [...one.foreignKeys.values()].some((key) => key.columns.includes(name))),
      mark: markOf(before, after),
    };
  });
}

/** Those that are gone stand behind the one that they stood behind. */
function inOrder(old: readonly string[], now: readonly string[]): readonly string[] {
  const names = [...now];
  for (const [index, name] of old.entries()) {
    if (now.includes(name)) continue;
    const previous = old[index - 1];
    names.splice(previous === undefined ? 0 : names.indexOf(previous) + 1, 0, name);
  }
  return names;
}

function relationsOf(from: string, was: TableParts | undefined, is: TableParts | undefined): readonly Relation[] {
  const definitions = (table: TableParts | undefined) =>
    new Map([...(table?.foreignKeys ?? [])].map(([name, key]) => [name, key.definition]));
  return [...markAll(definitions(was), definitions(is))].map(([name, mark]) => {
    const to = (is?.foreignKeys.get(name) ?? was?.foreignKeys.get(name))?.to ?? "";
    return { name, from, to, mark };
  });
}

function markAll(
  old: ReadonlyMap<string, string> = new Map(),
  now: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, Mark> {
  const names = [...new Set([...old.keys(), ...now.keys()])].sort();
  return new Map(names.map((name) => [name, markOf(old.get(name), now.get(name))]));
}

function markOf(before: string | undefined, after: string | undefined): Mark {
  if (before === undefined) return "added";
  if (after === undefined) return "dropped";
  return before === after ? "kept" : "changed";
}
