import { notFound } from "../../../generated/runtime/problem.js";
import * as queries from "../generated/queries.js";
import type { ReplaceProduct } from "../generated/types.js";

export const replaceProduct: ReplaceProduct = async ({ path, body }, { db, requestId }) => {
  const product = await queries.replaceProduct(db, path, body);
  if (product === undefined) throw notFound("There is no such product.");
  return { status: 200, body: { data: product, meta: { requestId } } };
};
