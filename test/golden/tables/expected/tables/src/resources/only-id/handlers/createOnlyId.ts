import * as queries from "../generated/queries.js";
import type { CreateOnlyId } from "../generated/types.js";

export const createOnlyId: CreateOnlyId = async (_input, { db, requestId, requestPath }) => {
  const onlyId = await queries.createOnlyId(db);
  return {
    status: 201,
    headers: { location: `${requestPath}/${onlyId.id}` },
    body: { data: onlyId, meta: { requestId } },
  };
};
