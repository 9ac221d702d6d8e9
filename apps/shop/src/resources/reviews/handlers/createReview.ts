import * as queries from "../generated/queries.js";
import type { CreateReview } from "../generated/types.js";

export const createReview: CreateReview = async ({ body }, { db, requestId, requestPath }) => {
  const review = await queries.createReview(db, body);
  return {
    status: 201,
    headers: { location: `${requestPath}/${review.id}` },
    body: { data: review, meta: { requestId } },
  };
};
