import * as queries from "../generated/queries.js";
import type { CreateProduct } from "../generated/types.js";

export const createProduct: CreateProduct = async ({ body }, { db, requestId, requestPath }) => {
  const product = await queries.createProduct(db, body);
  return {
    status: 201,
    headers: { location: `${requestPath}/${product.id}` },
    body: { data: product, meta: { requestId } },
  };
};
