import * as queries from "../generated/queries.js";
import type { CreateSelect } from "../generated/types.js";

export const createSelect: CreateSelect = async ({ body }, { db, requestId, requestPath }) => {
  const select = await queries.createSelect(db, body);
  return {
    status: 201,
    headers: { location: `${requestPath}/${select.id}` },
    body: { data: select, meta: { requestId } },
  };
};
