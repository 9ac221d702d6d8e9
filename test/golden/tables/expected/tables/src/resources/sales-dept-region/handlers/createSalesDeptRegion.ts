import * as queries from "../generated/queries.js";
import type { CreateSalesDeptRegion } from "../generated/types.js";

export const createSalesDeptRegion: CreateSalesDeptRegion = async ({ body }, { db, requestId, requestPath }) => {
  const salesDeptRegion = await queries.createSalesDeptRegion(db, body);
  return {
    status: 201,
    headers: { location: `${requestPath}/${encodeURIComponent(salesDeptRegion.country)}/${salesDeptRegion.no}` },
    body: { data: salesDeptRegion, meta: { requestId } },
  };
};
