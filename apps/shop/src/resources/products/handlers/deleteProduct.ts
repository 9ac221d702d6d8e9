import { notFound } from "../../../generated/runtime/problem.js";
import * as queries from "../generated/queries.js";
import type { DeleteProduct } from "../generated/types.js";

export const deleteProduct: DeleteProduct = async ({ path }, { db }) => {
  if (!(await queries.deleteProduct(db, path))) throw notFound("There is no such product.");
  return { status: 204 };
};
