import * as queries from "../generated/queries.js";
import type { ListCustomers } from "../generated/types.js";

export const listCustomers: ListCustomers = async ({ query }, { db, requestId }) => {
  const page = await queries.listCustomers(db, query);
  return { status: 200, body: { data: page.items, meta: { requestId, nextCursor: page.nextCursor } } };
};
