import { notFound } from "../../../generated/runtime/problem.js";
import * as queries from "../generated/queries.js";
import type { UpdateProduct } from "../generated/types.js";

export const updateProduct: UpdateProduct = async ({ path, body }, { db, requestId }) => {
  const product = await queries.updateProduct(db, path, body);
  if (product === undefined) throw notFound("There is no such product.");
  return { status: 200, body: { data: product, meta: { requestId } } };
};
