import { notFound } from "../../../generated/runtime/problem.js";
import * as queries from "../generated/queries.js";
import type { DeleteCategory } from "../generated/types.js";

export const deleteCategory: DeleteCategory = async ({ path }, { db }) => {
  if (!(await queries.deleteCategory(db, path))) throw notFound("There is no such category.");
  return { status: 204 };
};
