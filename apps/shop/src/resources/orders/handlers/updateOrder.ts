import { notFound } from "../../../generated/runtime/problem.js";
import type { OrderStatus } from "../../../generated/schemas/OrderStatus.js";
import * as queries from "../generated/queries.js";
import type { UpdateOrder } from "../generated/types.js";
import { moveStock } from "../stock.js";

const lockSql = "SELECT status FROM orders WHERE id = $1 FOR UPDATE";

export const updateOrder: UpdateOrder = async ({ path, body }, { db, requestId }) => {
  const order = await db.transaction(async (connection) => {
    const { rows } = await connection.query<{ status: OrderStatus }>({ text: lockSql, values: [path.orderId] });
    if (rows[0] === undefined) throw notFound("There is no such order.");
    if (body.status !== undefined) await moveStock(connection, path.orderId, rows[0].status, body.status);
    return queries.updateOrder(connection, path, body);
  });
  if (order === undefined) throw notFound("There is no such order.");
  return { status: 200, body: { data: order, meta: { requestId } } };
};
