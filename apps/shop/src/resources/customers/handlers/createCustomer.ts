import * as queries from "../generated/queries.js";
import type { CreateCustomer } from "../generated/types.js";

export const createCustomer: CreateCustomer = async ({ body }, { db, requestId, requestPath }) => {
  const customer = await queries.createCustomer(db, body);
  return {
    status: 201,
    headers: { location: `${requestPath}/${customer.id}` },
    body: { data: customer, meta: { requestId } },
  };
};
