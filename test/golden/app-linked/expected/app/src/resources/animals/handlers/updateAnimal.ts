import { notFound } from "../../../generated/runtime/problem.js";
import * as queries from "../generated/queries.js";
import type { UpdateAnimal } from "../generated/types.js";

export const updateAnimal: UpdateAnimal = async ({ path, body }, { db }) => {
  const animal = await queries.updateAnimal(db, path, body);
  if (animal === undefined) throw notFound("There is no such animal.");
  return { status: 200, body: animal };
};
