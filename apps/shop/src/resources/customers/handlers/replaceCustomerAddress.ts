import { notFound } from "../../../generated/runtime/problem.js";
import * as queries from "../generated/queries.js";
import type { ReplaceCustomerAddress } from "../generated/types.js";

export const replaceCustomerAddress: ReplaceCustomerAddress = async ({ path, body }, { db, requestId }) => {
  const address = await queries.replaceCustomerAddress(db, path, body);
  if (address === undefined) throw notFound("There is no such addres.");
  return { status: 200, body: { data: address, meta: { requestId } } };
};
