import { notFound } from "../../../generated/runtime/problem.js";
import * as queries from "../generated/queries.js";
import type { GetCategory } from "../generated/types.js";

export const getCategory: GetCategory = async ({ path }, { db, requestId }) => {
  const category = await queries.getCategory(db, path);
  if (category === undefined) throw notFound("There is no such category.");
  return { status: 200, body: { data: category, meta: { requestId } } };
};
