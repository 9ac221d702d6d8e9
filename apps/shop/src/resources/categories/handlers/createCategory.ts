import * as queries from "../generated/queries.js";
import type { CreateCategory } from "../generated/types.js";

export const createCategory: CreateCategory = async ({ body }, { db, requestId, requestPath }) => {
  const category = await queries.createCategory(db, body);
  return {
    status: 201,
    headers: { location: `${requestPath}/${category.id}` },
    body: { data: category, meta: { requestId } },
  };
};
