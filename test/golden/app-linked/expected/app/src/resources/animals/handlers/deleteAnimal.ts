import { notFound } from "../../../generated/runtime/problem.js";
import * as queries from "../generated/queries.js";
import type { DeleteAnimal } from "../generated/types.js";

export const deleteAnimal: DeleteAnimal = async ({ path }, { db }) => {
  if (!(await queries.deleteAnimal(db, path))) throw notFound("There is no such animal.");
  return { status: 204 };
};
