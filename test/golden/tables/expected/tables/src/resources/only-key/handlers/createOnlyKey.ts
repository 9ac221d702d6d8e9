import * as queries from "../generated/queries.js";
import type { CreateOnlyKey } from "../generated/types.js";

export const createOnlyKey: CreateOnlyKey = async ({ body }, { db, requestId, requestPath }) => {
  const onlyKey = await queries.createOnlyKey(db, body);
  return {
    status: 201,
    headers: { location: `${requestPath}/${onlyKey.a}/${onlyKey.b}` },
    body: { data: onlyKey, meta: { requestId } },
  };
};
