import { join } from "node:path";
import { middleware } from "express-openapi-validator";
import type { CreateOrderInput } from "../../../../apps/shop/src/resources/orders/generated/types";
import type { ListProductsInput } from "../../../../apps/shop/src/resources/products/generated/types";
import { expressApp } from "../by-hand/express-app";
import { listen } from "../listen";

const validator = middleware({
  apiSpec: join(process.cwd(), "specs/shop/openapi.yaml"),
  validateRequests: true,
  validateResponses: false,
  validateSecurity: false,
});

listen(
  expressApp({
    steps: validator,
    readOrder: ({ body }) => ({ body }) as CreateOrderInput,
    readQuery: ({ query }) => ({ query }) as unknown as ListProductsInput,
  }),
);
