import * as queries from "../generated/queries.js";
import type { CreateAnimal } from "../generated/types.js";

export const createAnimal: CreateAnimal = async ({ path, body }, { db }) => {
  const animal = await queries.createAnimal(db, path, body);
  return { status: 201, body: animal };
};
