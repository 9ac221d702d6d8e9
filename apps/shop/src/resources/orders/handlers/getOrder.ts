import { notFound } from "../../../generated/runtime/problem.js";
import type { GetOrder } from "../generated/types.js";
import { readOrderDetails } from "../order-details.js";

export const getOrder: GetOrder = async ({ path }, { db, requestId }) => {
  const order = await readOrderDetails(db, path.orderId);
  if (order === undefined) throw notFound("There is no such order.");
  return { status: 200, body: { data: order, meta: { requestId } } };
};
