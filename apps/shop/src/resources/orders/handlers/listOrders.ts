import * as queries from "../generated/queries.js";
import type { ListOrders } from "../generated/types.js";

export const listOrders: ListOrders = async ({ query }, { db, requestId }) => {
  const page = await queries.listOrders(db, query);
  return { status: 200, body: { data: page.items, meta: { requestId, nextCursor: page.nextCursor } } };
};
