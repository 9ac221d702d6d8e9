import { toInteger, toTimestamp } from "../../generated/runtime/columns.js";
import type { Queryable } from "../../generated/runtime/database.js";
import type { OrderDetails } from "../../generated/schemas/OrderDetails.js";

interface OrderRow {
  readonly id: string;
  readonly customer_id: string;
  readonly address_id: string | null;
  readonly status: OrderDetails["status"];
  readonly note: string | null;
  readonly placed_at: string;
  readonly updated_at: string;
  readonly total_cents: string;
}

interface ItemRow {
  readonly id: string;
  readonly product_id: string;
  readonly quantity: number;
  readonly unit_price_cents: number;
}

const orderSql = `
  SELECT o.id, o.customer_id, o.address_id, o.status, o.note, o.placed_at, o.updated_at, t.total_cents
  FROM orders o
  JOIN order_totals t ON t.order_id = o.id
  WHERE o.id = $1`;

const itemsSql = `
  SELECT id, product_id, quantity, unit_price_cents
  FROM order_items
  WHERE order_id = $1
  ORDER BY id`;

/** An order with its items and its total; `undefined`: there is none. */
export async function readOrderDetails(db: Queryable, orderId: number): Promise<OrderDetails | undefined> {
  const { rows: orders } = await db.query<OrderRow>({ name: "orderDetails", text: orderSql, values: [orderId] });
  const [order] = orders;
  if (order === undefined) return undefined;
  const { rows: items } = await db.query<ItemRow>({ name: "orderDetailsItems", text: itemsSql, values: [orderId] });
  return {
    id: toInteger(order.id),
    customerId: toInteger(order.customer_id),
    addressId: order.address_id === null ? null : toInteger(order.address_id),
    status: order.status,
    note: order.note,
    placedAt: toTimestamp(order.placed_at),
    updatedAt: toTimestamp(order.updated_at),
    items: items.map((item) => ({
      id: toInteger(item.id),
      productId: toInteger(item.product_id),
      quantity: item.quantity,
      unitPriceCents: item.unit_price_cents,
    })),
    totalCents: toInteger(order.total_cents),
  };
}
