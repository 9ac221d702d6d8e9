import { notFound } from "../../../generated/runtime/problem.js";
import * as queries from "../generated/queries.js";
import type { GetProduct } from "../generated/types.js";

export const getProduct: GetProduct = async ({ path }, { db, requestId }) => {
  const product = await queries.getProduct(db, path);
  if (product === undefined) throw notFound("There is no such product.");
  return { status: 200, body: { data: product, meta: { requestId } } };
};
