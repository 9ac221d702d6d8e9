import { notFound } from "../../../generated/runtime/problem.js";
import * as queries from "../generated/queries.js";
import type { ReplaceCustomer } from "../generated/types.js";

export const replaceCustomer: ReplaceCustomer = async ({ path, body }, { db, requestId }) => {
  const customer = await queries.replaceCustomer(db, path, body);
  if (customer === undefined) throw notFound("There is no such customer.");
  return { status: 200, body: { data: customer, meta: { requestId } } };
};
