import * as queries from "../generated/queries.js";
import type { CreateSalesDeptStores } from "../generated/types.js";

export const createSalesDeptStores: CreateSalesDeptStores = async ({ body }, { db, requestId, requestPath }) => {
  const salesDeptStores = await queries.createSalesDeptStores(db, body);
  return {
    status: 201,
    headers: { location: `${requestPath}/${encodeURIComponent(salesDeptStores.name)}` },
    body: { data: salesDeptStores, meta: { requestId } },
  };
};
