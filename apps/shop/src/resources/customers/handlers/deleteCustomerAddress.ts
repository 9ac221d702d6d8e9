import { notFound } from "../../../generated/runtime/problem.js";
import * as queries from "../generated/queries.js";
import type { DeleteCustomerAddress } from "../generated/types.js";

export const deleteCustomerAddress: DeleteCustomerAddress = async ({ path }, { db }) => {
  if (!(await queries.deleteCustomerAddress(db, path))) throw notFound("There is no such addresse.");
  return { status: 204 };
};
