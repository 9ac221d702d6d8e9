import * as queries from "../generated/queries.js";
import type { ListCategories } from "../generated/types.js";

export const listCategories: ListCategories = async ({ query }, { db, requestId }) => {
  const page = await queries.listCategories(db, query);
  return { status: 200, body: { data: page.items, meta: { requestId, nextCursor: page.nextCursor } } };
};
