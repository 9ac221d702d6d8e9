import * as queries from "../generated/queries.js";
import type { ListReviews } from "../generated/types.js";

export const listReviews: ListReviews = async ({ query }, { db, requestId }) => {
  const page = await queries.listReviews(db, query);
  return { status: 200, body: { data: page.items, meta: { requestId, nextCursor: page.nextCursor } } };
};
