import { notFound } from "../../../generated/runtime/problem.js";
import * as queries from "../generated/queries.js";
import type { GetReview } from "../generated/types.js";

export const getReview: GetReview = async ({ path }, { db, requestId }) => {
  const review = await queries.getReview(db, path);
  if (review === undefined) throw notFound("There is no such review.");
  return { status: 200, body: { data: review, meta: { requestId } } };
};
