import { notFound } from "../../../generated/runtime/problem.js";
import * as queries from "../generated/queries.js";
import type { GetCustomer } from "../generated/types.js";

export const getCustomer: GetCustomer = async ({ path }, { db, requestId }) => {
  const customer = await queries.getCustomer(db, path);
  if (customer === undefined) throw notFound("There is no such customer.");
  return { status: 200, body: { data: customer, meta: { requestId } } };
};
