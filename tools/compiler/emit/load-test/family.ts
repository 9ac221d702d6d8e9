import type { Operation, PathSegment } from "../../model/operation";
import type { Service } from "../../model/service";

/**
 * The operations around one collection: those on its path (`/customers/{customerId}/addresses`) and those on the path of one
 * of its items, which is the same with one parameter more.
 */
export interface Family {
  /** The collection's path with parameters as `{}`, so that their names do not matter. */
  readonly key: string;
  readonly segments: readonly PathSegment[];
  readonly onCollection: readonly Operation[];
  readonly onItem: readonly Operation[];
  /** Name of the item's parameter, if an operation has one. */
  readonly itemParameter?: string;
  /** Key of the family whose item this collection belongs to. */
  readonly parent?: string;
}

/** All families of a service, by key. An operation is in exactly one. */
export function familiesOf(service: Service): ReadonlyMap<string, Family> {
  const operations = service.resources.flatMap((resource) => resource.operations);
  const groups = new Map<
    string,
    { onCollection: Operation[]; onItem: Operation[]; segments: readonly PathSegment[] }
  >();
  const groupOf = (segments: readonly PathSegment[]) => {
    const key = keyOf(segments);
    const group = groups.get(key) ?? { onCollection: [], onItem: [], segments };
    groups.set(key, group);
    return group;
  };
  for (const operation of operations) {
    const { segments } = operation.path;
    const last = segments.at(-1);
    if (last !== undefined && isWholeParameter(last)) groupOf(segments.slice(0, -1)).onItem.push(operation);
    else groupOf(segments).onCollection.push(operation);
  }
  return new Map(
    [...groups.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, { onCollection, onItem, segments }]) => {
        const last = onItem[0]?.path.segments.at(-1);
        const parent = parentKey(segments);
        const family: Family = {
          key,
          segments,
          onCollection,
          onItem,
          ...(last?.kind === "parameter" ? { itemParameter: last.name } : {}),
          ...(parent === undefined ? {} : { parent }),
        };
        return [key, family] as const;
      }),
  );
}

function keyOf(segments: readonly PathSegment[]): string {
  return segments.map((segment) => (segment.kind === "literal" ? `/${segment.text}` : "/{}")).join("");
}

/** The part of a path before its last parameter: the collection that the parameter chooses from. */
function parentKey(segments: readonly PathSegment[]): string | undefined {
  const index = segments.findLastIndex((segment) => segment.kind !== "literal");
  return index < 0 ? undefined : keyOf(segments.slice(0, index));
}

function isWholeParameter(segment: PathSegment): boolean {
  return segment.kind === "parameter" && segment.before === "" && segment.after === "";
}

export function operationWith(operations: readonly Operation[], method: Operation["method"]): Operation | undefined {
  return operations.find((operation) => operation.method === method);
}
