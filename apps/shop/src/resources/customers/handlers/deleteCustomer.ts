import { notFound } from "../../../generated/runtime/problem.js";
import * as queries from "../generated/queries.js";
import type { DeleteCustomer } from "../generated/types.js";

export const deleteCustomer: DeleteCustomer = async ({ path }, { db }) => {
  if (!(await queries.deleteCustomer(db, path))) throw notFound("There is no such customer.");
  return { status: 204 };
};
