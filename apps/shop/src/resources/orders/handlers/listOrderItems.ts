import { notFound } from "../../../generated/runtime/problem.js";
import * as queries from "../generated/queries.js";
import type { ListOrderItems } from "../generated/types.js";

export const listOrderItems: ListOrderItems = async ({ path, query }, { db, requestId }) => {
  const page = await queries.listOrderItems(db, path, query);
  if (page === undefined) throw notFound("There is no such order.");
  return { status: 200, body: { data: page.items, meta: { requestId, nextCursor: page.nextCursor } } };
};
