import type { Queryable } from "../../generated/runtime/database.js";
import { conflict } from "../../generated/runtime/problem.js";
import type { OrderStatus } from "../../generated/schemas/OrderStatus.js";

/** Where an order can go from a state. */
const next: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  pending: ["paid", "cancelled"],
  paid: ["shipped", "cancelled"],
  shipped: ["delivered"],
  delivered: [],
  cancelled: [],
};

// Rows are locked in order of their key, so that two orders with the same products wait for each other and do not deadlock.
const lockSql = `
  SELECT i.product_id
  FROM inventory i
  JOIN order_items o ON o.product_id = i.product_id
  WHERE o.order_id = $1
  ORDER BY i.product_id
  FOR UPDATE OF i`;

const reserveSql = `
  UPDATE inventory i
  SET reserved = i.reserved + o.quantity
  FROM order_items o
  WHERE o.order_id = $1 AND o.product_id = i.product_id AND i.quantity - i.reserved >= o.quantity`;

const releaseSql = `
  UPDATE inventory i
  SET reserved = greatest(i.reserved - o.quantity, 0)
  FROM order_items o
  WHERE o.order_id = $1 AND o.product_id = i.product_id`;

const shipSql = `
  UPDATE inventory i
  SET quantity = greatest(i.quantity - o.quantity, 0), reserved = greatest(i.reserved - o.quantity, 0)
  FROM order_items o
  WHERE o.order_id = $1 AND o.product_id = i.product_id`;

/**
 * What a new state of an order means for the stock. A product without an inventory is always there, such as a voucher.
 *
 * @throws Problem 409 for a step that an order cannot take, or when there are too few pieces
 */
export async function moveStock(db: Queryable, orderId: number, from: OrderStatus, to: OrderStatus): Promise<void> {
  if (from === to) return;
  if (!next[from].includes(to)) {
    const detail = { field: "body.status", message: `cannot follow ${from}` };
    throw conflict(`An order that is ${from} cannot become ${to}.`, [detail]);
  }
  const { rowCount: counted } = await db.query({ text: lockSql, values: [orderId] });
  if (to === "paid") {
    const { rowCount: reserved } = await db.query({ text: reserveSql, values: [orderId] });
    if (reserved !== counted) throw conflict("There are too few pieces in stock.");
  } else if (to === "shipped") {
    await db.query({ text: shipSql, values: [orderId] });
  } else if (from === "paid") {
    await db.query({ text: releaseSql, values: [orderId] });
  }
}
