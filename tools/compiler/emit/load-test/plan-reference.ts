import type { Operation } from "../../model/operation";
import type { RowPlanner } from "./plan-rows";
import { collectionNamed, type Planning, referenceKeys } from "./planning";
import type { Reference } from "./value";

/**
 * Which row a property of a body refers to. Where references alone make up a unique key (one review for each product and
 * customer), one of them must be a row that nobody else refers to: the one that is the least work to make.
 */
export function planReference(
  planning: Planning,
  rows: RowPlanner,
  operation: Operation,
  collection: string,
  property: string,
): Reference | undefined {
  const writes = planning.links.get(operation.id)?.writes ?? [];
  const isOwn = referenceKeys(planning, operation).some((columns) => {
    const properties = columns.flatMap((column) => writes.filter((one) => one.column === column));
    if (properties.length < columns.length) return false;
    const costs = properties.map((one) => ({
      name: one.property,
      cost: costOf(planning, rows, operation, one.property),
    }));
    const cheapest = costs.filter((one) => one.cost < Infinity).sort((a, b) => a.cost - b.cost)[0];
    return cheapest?.name === property;
  });
  const reference: Reference = { collection, mode: isOwn ? "own" : "shared" };
  return rows.canServe(reference) ? reference : undefined;
}

function costOf(planning: Planning, rows: RowPlanner, operation: Operation, property: string): number {
  const collection = collectionNamed(planning, operation, property);
  const create = collection === undefined ? undefined : rows.sourceOf(collection)?.create;
  return create === undefined ? Infinity : create.needs.length + create.fill.length;
}
