import type { Queryable } from "../../../generated/runtime/database.js";
import { explainErrors } from "../../../generated/runtime/database-problem.js";
import { badRequest, conflict, type ProblemDetail } from "../../../generated/runtime/problem.js";
import type { OrderWrite } from "../../../generated/schemas/OrderWrite.js";
import type { CreateOrder } from "../generated/types.js";
import { readOrderDetails } from "../order-details.js";

export const createOrder: CreateOrder = async ({ body }, { db, requestId, requestPath }) => {
  const order = await db.transaction(async (connection) => {
    await checkAddress(connection, body);
    const prices = await readPrices(connection, body);
    const id = await insertOrder(connection, body, prices);
    return readOrderDetails(connection, id);
  });
  if (order === undefined) throw new Error("the new order did not come back");
  return {
    status: 201,
    headers: { location: `${requestPath}/${order.id}` },
    body: { data: order, meta: { requestId } },
  };
};

async function checkAddress(db: Queryable, { addressId, customerId }: OrderWrite): Promise<void> {
  if (addressId === undefined) return;
  const text = "SELECT 1 FROM addresses WHERE id = $1 AND customer_id = $2";
  const { rows } = await db.query({ text, values: [addressId, customerId] });
  if (rows.length === 0) throw badRequest([{ field: "body.addressId", message: "is no address of this customer" }]);
}

/** The price of each item, in order of the items. */
async function readPrices(db: Queryable, { items }: OrderWrite): Promise<readonly number[]> {
  const { rows } = await db.query<{ id: string; price_cents: number; is_active: boolean }>({
    text: "SELECT id, price_cents, is_active FROM products WHERE id = ANY($1::int8[]) FOR KEY SHARE",
    values: [items.map(({ productId }) => productId)],
  });
  const products = new Map(rows.map((row) => [Number(row.id), row]));
  const seen = new Set<number>();
  const wrong: ProblemDetail[] = [];
  const offSale: ProblemDetail[] = [];
  items.forEach(({ productId }, index) => {
    const field = `body.items[${index}].productId`;
    const product = products.get(productId);
    if (product === undefined) wrong.push({ field, message: "does not exist" });
    else if (!product.is_active) offSale.push({ field, message: "is not on sale" });
    if (seen.has(productId)) wrong.push({ field, message: "is there twice" });
    seen.add(productId);
  });
  if (wrong.length > 0) throw badRequest(wrong);
  if (offSale.length > 0) throw conflict("Some products are not on sale.", offSale);
  return items.map(({ productId }) => products.get(productId)?.price_cents ?? 0);
}

async function insertOrder(db: Queryable, body: OrderWrite, prices: readonly number[]): Promise<number> {
  const order = db.query<{ id: string }>({
    text: "INSERT INTO orders (customer_id, address_id, note) VALUES ($1, $2, $3) RETURNING id",
    values: [body.customerId, body.addressId, body.note],
  });
  const { rows } = await explainErrors(order, { customer_id: "body.customerId", address_id: "body.addressId" });
  const id = Number(rows[0]?.id);
  await db.query({
    text: `
      INSERT INTO order_items (order_id, product_id, quantity, unit_price_cents)
      SELECT $1, product_id, quantity, price
      FROM unnest($2::int8[], $3::int4[], $4::int4[]) AS item (product_id, quantity, price)`,
    values: [id, body.items.map(({ productId }) => productId), body.items.map(({ quantity }) => quantity), [...prices]],
  });
  return id;
}
