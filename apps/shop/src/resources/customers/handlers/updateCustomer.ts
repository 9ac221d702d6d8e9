import { notFound } from "../../../generated/runtime/problem.js";
import * as queries from "../generated/queries.js";
import type { UpdateCustomer } from "../generated/types.js";

export const updateCustomer: UpdateCustomer = async ({ path, body }, { db, requestId }) => {
  const customer = await queries.updateCustomer(db, path, body);
  if (customer === undefined) throw notFound("There is no such customer.");
  return { status: 200, body: { data: customer, meta: { requestId } } };
};
