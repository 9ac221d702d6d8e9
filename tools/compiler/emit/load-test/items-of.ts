import type { Operation } from "../../model/operation";
import type { Family } from "./family";
import { createOf, lastLiteral, type Planning } from "./planning";
import { successResponse } from "./response-shape";

/**
 * The collection in which rows of a create live: mostly its own. What is made below one row may live by itself (`POST
 * /categories/{id}/products`, `/products/{id}`): where only there is nothing that makes it, and the create says that it made
 * something (201) rather than that it joined what was there before.
 */
export function itemsOf(planning: Planning, family: Family): Family {
  const create = createOf(family);
  if (family.onItem.length > 0 || family.parent === undefined || create === undefined || !isMaking(create))
    return family;
  const isNamedAlike = (one: Family) => lastLiteral(one) !== "" && lastLiteral(one) === lastLiteral(family);
  const elsewhere = [...planning.families.values()].filter(
    (one) => one.parent === undefined && one.onItem.length > 0 && createOf(one) === undefined && isNamedAlike(one),
  );
  return elsewhere.length === 1 ? (elsewhere[0] ?? family) : family;
}

function isMaking(create: Operation): boolean {
  return successResponse(create)?.status === "201";
}
