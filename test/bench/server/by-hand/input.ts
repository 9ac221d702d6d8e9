import { badRequest } from "../../../../apps/shop/src/generated/runtime/problem";
import { t } from "../../../../apps/shop/src/generated/runtime/schema";
import { checkOf } from "../../../../apps/shop/src/generated/runtime/validation";
import { CurrencyCode } from "../../../../apps/shop/src/generated/schemas/CurrencyCode";
import { Id } from "../../../../apps/shop/src/generated/schemas/Id";
import { OrderItemWrite } from "../../../../apps/shop/src/generated/schemas/OrderItemWrite";
import { OrderQuantity } from "../../../../apps/shop/src/generated/schemas/OrderQuantity";
import { OrderWrite } from "../../../../apps/shop/src/generated/schemas/OrderWrite";
import type { CreateOrderInput } from "../../../../apps/shop/src/resources/orders/generated/types";
import type { ListProductsInput } from "../../../../apps/shop/src/resources/products/generated/types";

export const schemas = [Id, OrderItemWrite, OrderQuantity, CurrencyCode];

const orderInput = t.Object({ body: OrderWrite });

export const productsQuery = t.Object({
  limit: t.Integer({ minimum: 1, maximum: 100, default: 20 }),
  cursor: t.Optional(t.String({ minLength: 1, maxLength: 512 })),
  sort: t.Unsafe({
    type: "string",
    enum: ["createdAt", "-createdAt", "name", "-name", "priceCents", "-priceCents"],
    default: "-createdAt",
  }),
  categoryId: t.Optional(Id),
  isActive: t.Optional(t.Boolean()),
  currency: t.Optional(CurrencyCode),
});

const checkOrder = checkOf(orderInput, schemas);
const checkQuery = checkOf(t.Object({ query: productsQuery }), schemas);

/** @throws Problem 400 */
export function readOrder(body: unknown): CreateOrderInput {
  const input = { body };
  const details = checkOrder(input);
  if (details.length > 0) throw badRequest(details);
  return input as CreateOrderInput;
}

/** @throws Problem 400 */
export function readQuery(given: Readonly<Record<string, unknown>>): ListProductsInput {
  const query: Record<string, unknown> = { limit: 20, sort: "-createdAt" };
  for (const name of ["limit", "categoryId"]) {
    const text = given[name];
    if (text !== undefined) query[name] = typeof text === "string" && /^-?\d+$/.test(text) ? Number(text) : text;
  }
  for (const name of ["cursor", "sort", "currency"]) if (given[name] !== undefined) query[name] = given[name];
  if (given.isActive !== undefined) {
    query.isActive = given.isActive === "true" || (given.isActive === "false" ? false : given.isActive);
  }
  const details = checkQuery({ query });
  if (details.length > 0) throw badRequest(details);
  return { query } as unknown as ListProductsInput;
}
