import type { Context } from "../../../../apps/shop/src/generated/context";
import type { CreateOrderInput } from "../../../../apps/shop/src/resources/orders/generated/types";
import { createOrder as handleCreateOrder } from "../../../../apps/shop/src/resources/orders/handlers/createOrder";
import type { ListProductsInput } from "../../../../apps/shop/src/resources/products/generated/types";
import { listProducts as handleListProducts } from "../../../../apps/shop/src/resources/products/handlers/listProducts";
import { cannedDatabase } from "../canned-database";

/** The shop's own handlers, so that all contenders do the same work behind what is compared. */
export async function createOrder(input: CreateOrderInput, requestId: string) {
  return handleCreateOrder(input, contextOf(requestId, "/v1/orders"));
}

export async function listProducts(input: ListProductsInput, requestId: string) {
  return handleListProducts(input, contextOf(requestId, "/v1/products"));
}

function contextOf(requestId: string, requestPath: string): Context {
  return { db: cannedDatabase, requestId, requestPath } as Context;
}
