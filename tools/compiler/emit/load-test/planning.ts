import type { Database, Table } from "../../model/database";
import type { Link } from "../../model/link";
import type { Operation } from "../../model/operation";
import type { Service } from "../../model/service";
import { columnHints, keysOfReferences } from "./column-hints";
import { type Family, familiesOf, operationWith } from "./family";
import { type SchemaTable, schemaTable } from "./merge-schema";
import { listPath, plainName } from "./response-shape";

/** What planning looks up again and again. */
export interface Planning {
  readonly service: Service;
  /** Whether the user gives the keys that only the user has. */
  readonly hasKeys: boolean;
  readonly schemas: SchemaTable;
  readonly families: ReadonlyMap<string, Family>;
  readonly familyOf: ReadonlyMap<Operation, Family>;
  /** The operation that lists a family's collection, where there is one. */
  readonly lists: ReadonlyMap<Family, Operation>;
  readonly links: ReadonlyMap<string, Link>;
  readonly database: Database | undefined;
  readonly collections: CollectionNames;
}

/** What may name the families whose items have a key, as places in a list of them; the first one of a name counts. */
interface CollectionNames {
  readonly families: readonly Family[];
  /** `petid`, of `/pets/{petId}`. */
  readonly byParameter: ReadonlyMap<string, number>;
  /** `pets` */
  readonly byLiteral: ReadonlyMap<string, number>;
}

export function startPlanning(
  service: Service,
  links: readonly Link[],
  database: Database | undefined,
  hasKeys = false,
): Planning {
  const schemas = schemaTable(service.schemas);
  const families = familiesOf(service);
  const lists = [...families.values()].flatMap((family): [Family, Operation][] => {
    const get = operationWith(family.onCollection, "get");
    return get !== undefined && listPath(get, schemas) !== undefined ? [[family, get]] : [];
  });
  const listed = new Map(lists);
  return {
    service,
    hasKeys,
    schemas,
    families,
    familyOf: new Map(
      [...families.values()].flatMap((family) =>
        [...family.onCollection, ...family.onItem].map((operation) => [operation, family] as const),
      ),
    ),
    collections: namesOf([...families.values()].filter((family) => family.onItem.length > 0 || listed.has(family))),
    lists: listed,
    links: new Map(links.map((link) => [link.operationId, link])),
    database,
  };
}

export function hintsFor(planning: Planning, operation: Operation) {
  return columnHints(planning.links.get(operation.id), planning.database);
}

function tableOf(planning: Planning, operation: Operation): Table | undefined {
  const link = planning.links.get(operation.id);
  return planning.database?.tables.find((table) => table.schema === link?.schema && table.name === link.table);
}

/** Unique keys of the operation's table that references alone make up. */
export function referenceKeys(planning: Planning, operation: Operation): readonly (readonly string[])[] {
  const table = tableOf(planning, operation);
  return table === undefined ? [] : keysOfReferences(table);
}

/** The family that an operation belongs to. */
export function familyOf(planning: Planning, operation: Operation): Family | undefined {
  return planning.familyOf.get(operation);
}

export function listOf(planning: Planning, family: Family): Operation | undefined {
  return planning.lists.get(family);
}

export function createOf(family: Family): Operation | undefined {
  return operationWith(family.onCollection, "post");
}

/** Names under which the key of an item may stand in a response, the likeliest first. */
export function keyNames(planning: Planning, family: Family, parameter: string | undefined): readonly string[] {
  const linked = [...family.onItem, ...family.onCollection].flatMap((operation) => {
    const link = planning.links.get(operation.id);
    const column = link?.keys.at(-1)?.column;
    return link?.reads.filter((read) => read.column === column).map((read) => read.property) ?? [];
  });
  const names = parameter ?? family.itemParameter;
  return [...(family.onItem.length > 0 ? linked : []), ...(names === undefined ? [] : [names]), "id", "uuid", "key"];
}

/**
 * The collection whose rows a property or parameter names: by the foreign key of its column, else by the name of an item's
 * parameter (`productId` of `/products/{productId}`), else by the collection's own name.
 */
export function collectionNamed(planning: Planning, operation: Operation, name: string): string | undefined {
  const link = planning.links.get(operation.id);
  const column = [...(link?.writes ?? []), ...(link?.filters ?? [])].find((one) => one.property === name)?.column;
  const key = tableOf(planning, operation)?.foreignKeys.find(
    (one) => one.columns.length === 1 && one.columns[0] === column,
  );
  if (key !== undefined) {
    const target = familyOfTable(planning, key.schema, key.table);
    if (target !== undefined) return target.key;
  }
  const { families, byParameter, byLiteral } = planning.collections;
  const plain = plainName(name);
  const named = plain === "id" ? undefined : byParameter.get(plain);
  if (named !== undefined) return families[named]?.key;
  const stem = /^(.+?)_?ids?$/i.exec(name)?.[1];
  if (stem === undefined) return undefined;
  const places = plurals(stem).flatMap((plural) => byLiteral.get(plural) ?? []);
  return families[Math.min(...places)]?.key;
}

function namesOf(families: readonly Family[]): CollectionNames {
  const byParameter = new Map<string, number>();
  const byLiteral = new Map<string, number>();
  // From the last to the first, which stays.
  for (const [place, family] of [...families.entries()].reverse()) {
    if (family.itemParameter !== undefined) byParameter.set(plainName(family.itemParameter), place);
    byLiteral.set(plainName(lastLiteral(family)), place);
  }
  return { families, byParameter, byLiteral };
}

function familyOfTable(planning: Planning, schema: string, table: string): Family | undefined {
  return [...planning.families.values()].find((family) =>
    [listOf(planning, family), createOf(family)].some((operation) => {
      const link = operation === undefined ? undefined : planning.links.get(operation.id);
      return link?.schema === schema && link.table === table;
    }),
  );
}

/** `products` of `/categories/{id}/products`. */
export function lastLiteral(family: Family): string {
  const last = family.segments.findLast((segment) => segment.kind === "literal");
  return last?.kind === "literal" ? last.text : "";
}

function plurals(stem: string): readonly string[] {
  const plain = plainName(stem);
  return [plain, `${plain}s`, `${plain}es`, plain.replace(/y$/, "ies"), plain.replace(/person$/, "people")];
}
