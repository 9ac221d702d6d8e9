import { notFound } from "../../../generated/runtime/problem.js";
import * as queries from "../generated/queries.js";
import type { UpdateCategory } from "../generated/types.js";

export const updateCategory: UpdateCategory = async ({ path, body }, { db, requestId }) => {
  const category = await queries.updateCategory(db, path, body);
  if (category === undefined) throw notFound("There is no such category.");
  return { status: 200, body: { data: category, meta: { requestId } } };
};
