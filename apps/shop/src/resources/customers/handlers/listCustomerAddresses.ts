import { notFound } from "../../../generated/runtime/problem.js";
import * as queries from "../generated/queries.js";
import type { ListCustomerAddresses } from "../generated/types.js";

export const listCustomerAddresses: ListCustomerAddresses = async ({ path, query }, { db, requestId }) => {
  const page = await queries.listCustomerAddresses(db, path, query);
  if (page === undefined) throw notFound("There is no such customer.");
  return { status: 200, body: { data: page.items, meta: { requestId, nextCursor: page.nextCursor } } };
};
