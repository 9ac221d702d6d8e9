import * as queries from "../generated/queries.js";
import type { ListProducts } from "../generated/types.js";

export const listProducts: ListProducts = async ({ query }, { db, requestId }) => {
  const page = await queries.listProducts(db, query);
  return { status: 200, body: { data: page.items, meta: { requestId, nextCursor: page.nextCursor } } };
};
