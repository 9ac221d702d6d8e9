import { notFound } from "../../../generated/runtime/problem.js";
import * as queries from "../generated/queries.js";
import type { GetInventory } from "../generated/types.js";

export const getInventory: GetInventory = async ({ path }, { db, requestId }) => {
  const inventory = await queries.getInventory(db, path);
  if (inventory === undefined) throw notFound("There is no such inventory.");
  return { status: 200, body: { data: inventory, meta: { requestId } } };
};
