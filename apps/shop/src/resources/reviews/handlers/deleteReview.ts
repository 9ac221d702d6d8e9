import { notFound } from "../../../generated/runtime/problem.js";
import * as queries from "../generated/queries.js";
import type { DeleteReview } from "../generated/types.js";

export const deleteReview: DeleteReview = async ({ path }, { db }) => {
  if (!(await queries.deleteReview(db, path))) throw notFound("There is no such review.");
  return { status: 204 };
};
