import * as queries from "../generated/queries.js";
import type { CreateCustomerAddress } from "../generated/types.js";

export const createCustomerAddress: CreateCustomerAddress = async ({ path, body }, { db, requestId, requestPath }) => {
  const address = await queries.createCustomerAddress(db, path, body);
  return {
    status: 201,
    headers: { location: `${requestPath}/${address.id}` },
    body: { data: address, meta: { requestId } },
  };
};
