import * as queries from "../generated/queries.js";
import type { CreateEveryType } from "../generated/types.js";

export const createEveryType: CreateEveryType = async ({ body }, { db, requestId, requestPath }) => {
  const everyType = await queries.createEveryType(db, body);
  return {
    status: 201,
    headers: { location: `${requestPath}/${everyType.id}` },
    body: { data: everyType, meta: { requestId } },
  };
};
