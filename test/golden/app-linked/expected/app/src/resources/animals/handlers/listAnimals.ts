import { notFound } from "../../../generated/runtime/problem.js";
import * as queries from "../generated/queries.js";
import type { ListAnimals } from "../generated/types.js";

export const listAnimals: ListAnimals = async ({ path, query }, { db }) => {
  const page = await queries.listAnimals(db, path, query);
  if (page === undefined) throw notFound("There is no such owner.");
  return { status: 200, body: { data: page.items, meta: { nextCursor: page.nextCursor } } };
};
