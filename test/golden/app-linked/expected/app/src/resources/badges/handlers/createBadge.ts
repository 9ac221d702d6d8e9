import * as queries from "../generated/queries.js";
import type { CreateBadge } from "../generated/types.js";

export const createBadge: CreateBadge = async ({ body }, { db }) => {
  const badge = await queries.createBadge(db, body);
  return { status: 201, body: badge };
};
