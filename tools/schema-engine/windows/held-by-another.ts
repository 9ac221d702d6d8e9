import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { JsonValue } from "../../report/json";
import { splitName } from "../sql/split-name";

/** Whether a constraint or an index of another name does the work of one, in its old form or its new one. */
export function isHeldByAnother(old: CatalogObject, next: CatalogObject, now: CatalogSnapshot): boolean {
  const shapes = [shapeOf(old), shapeOf(next)];
  return now.objects.some((one) => {
    const isUsable = one.kind === "constraint" || one.facts["is valid"] !== false;
    return one.kind === old.kind && isUsable && shapes.includes(shapeOf(one)) && shapeOf(one) !== undefined;
  });
}

/**
 * Whether dropping the constraint or index of this name can leave one without its work that is there before and after: it is that one or has its
 * shape, it has children or is a replica identity. `undefined`: it was not there before, so the plan has made it.
 */
export function holdersBetween(before: CatalogSnapshot, after: CatalogSnapshot): (name: string) => boolean | undefined {
  const ofKinds = ({ objects }: CatalogSnapshot) =>
    objects.filter(({ kind }) => kind === "index" || kind === "constraint");
  const key = ({ kind, name }: CatalogObject) => `${kind}\0${name}`;
  const then = new Map(ofKinds(after).map((one) => [key(one), one]));
  const shapes = new Set<string | undefined>();
  for (const old of ofKinds(before)) {
    const next = then.get(key(old));
    if (next !== undefined) for (const one of [old, next]) shapes.add(shapeOf(one));
  }
  const parents = new Set(before.objects.flatMap(({ facts }) => listOfTexts(facts.parents ?? facts.parent)));
  const known = new Map<string, boolean>();
  for (const one of ofKinds(before)) {
    const isParent = parents.has(one.name) || parents.has(splitName(one.name).owner);
    const isKept = then.has(key(one)) || shapes.has(shapeOf(one)) || one.facts["is replica identity"] === true;
    known.set(one.name, known.get(one.name) === true || isParent || isKept);
  }
  return (name) => known.get(name);
}

function listOfTexts(value: JsonValue | undefined): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string");
}

function shapeOf({ kind, name, facts }: CatalogObject): string | undefined {
  const definition = String(facts.definition);
  if (kind === "index") {
    return definition.replace(/^CREATE (UNIQUE )?INDEX (?:"(?:[^"]|"")*"|[^" ]+) /, (_, unique = "") => `${unique}`);
  }
  if (kind !== "constraint") return undefined;
  return `${splitName(name).owner} ${definition.replace(/ NOT VALID$/, "")}`;
}
