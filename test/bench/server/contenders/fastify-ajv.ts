import { Cents } from "../../../../apps/shop/src/generated/schemas/Cents";
import { ErrorDetail } from "../../../../apps/shop/src/generated/schemas/ErrorDetail";
import { ErrorReply } from "../../../../apps/shop/src/generated/schemas/ErrorReply";
import { Meta } from "../../../../apps/shop/src/generated/schemas/Meta";
import { OrderDetails } from "../../../../apps/shop/src/generated/schemas/OrderDetails";
import { OrderDetailsReply } from "../../../../apps/shop/src/generated/schemas/OrderDetailsReply";
import { OrderItem } from "../../../../apps/shop/src/generated/schemas/OrderItem";
import { OrderStatus } from "../../../../apps/shop/src/generated/schemas/OrderStatus";
import { OrderWrite } from "../../../../apps/shop/src/generated/schemas/OrderWrite";
import { PageMeta } from "../../../../apps/shop/src/generated/schemas/PageMeta";
import { Product } from "../../../../apps/shop/src/generated/schemas/Product";
import { ProductPage } from "../../../../apps/shop/src/generated/schemas/ProductPage";
import { Sku } from "../../../../apps/shop/src/generated/schemas/Sku";
import { Timestamp } from "../../../../apps/shop/src/generated/schemas/Timestamp";
import type { CreateOrderInput } from "../../../../apps/shop/src/resources/orders/generated/types";
import type { ListProductsInput } from "../../../../apps/shop/src/resources/products/generated/types";
import { fastifyApp } from "../by-hand/fastify-app";
import { productsQuery, schemas } from "../by-hand/input";
import { listen } from "../listen";

const replies = [Cents, ErrorDetail, Meta, OrderDetails, OrderItem, OrderStatus, PageMeta, Product, Sku, Timestamp];
const known = new Map([...schemas, ...replies].map((schema) => [schema.$id, schema]));

/** A schema with what it refers to in its place, as somebody would write it for Fastify. */
function whole(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(whole);
  if (typeof schema !== "object" || schema === null) return schema;
  if ("$ref" in schema) return whole(known.get(String(schema.$ref)));
  const own = Object.entries(schema).filter(([name]) => name !== "$id" && name !== "format");
  return Object.fromEntries(own.map(([name, one]) => [name, whole(one)]));
}

const app = fastifyApp({
  orderSchema: { body: whole(OrderWrite), response: { 201: whole(OrderDetailsReply), "4xx": whole(ErrorReply) } },
  querySchema: { querystring: whole(productsQuery), response: { 200: whole(ProductPage), "4xx": whole(ErrorReply) } },
  readOrder: ({ body }) => ({ body }) as CreateOrderInput,
  readQuery: ({ query }) => ({ query }) as ListProductsInput,
});
app.ready().then(() => listen(app.routing));
