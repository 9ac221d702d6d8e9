import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from "express";
import helmet from "helmet";
import type { CreateOrderInput } from "../../../../apps/shop/src/resources/orders/generated/types";
import type { ListProductsInput } from "../../../../apps/shop/src/resources/products/generated/types";
import { errorReply } from "./error-reply";
import { limitRate } from "./limit-rate";
import { logWhenDone } from "./log-when-done";
import { createOrder, listProducts } from "./operations";
import { requestIdOf } from "./request-id";
import { requireScope } from "./require-scope";

export interface ExpressValidation {
  /** Steps between the parser of bodies and the routes. */
  readonly steps: RequestHandler[];
  readonly readOrder: (request: Request) => CreateOrderInput;
  readonly readQuery: (request: Request) => ListProductsInput;
}

export function expressApp({ steps, readOrder, readQuery }: ExpressValidation): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use((request, response, next) => {
    const requestId = requestIdOf(request);
    response.locals.requestId = requestId;
    response.setHeader("x-request-id", requestId);
    logWhenDone(request, response, requestId);
    next();
  });
  app.use(helmet());
  app.use(async (request, _response, next) => {
    await limitRate(request.socket.remoteAddress);
    next();
  });
  app.post("/v1/orders", async (request, _response, next) => {
    await requireScope(request, "orders:write");
    next();
  });
  app.use(express.json({ limit: 1_048_576 }), ...steps);
  app.post("/v1/orders", async (request, response) => {
    const { status, headers = {}, body } = await createOrder(readOrder(request), response.locals.requestId);
    response.status(status).set(headers).json(body);
  });
  app.get("/v1/products", async (request, response) => {
    const { status, body } = await listProducts(readQuery(request), response.locals.requestId);
    response.status(status).json(body);
  });
  const refuse: ErrorRequestHandler = (error, _request, response, _next) => {
    const { status, headers, body } = errorReply(error, response.locals.requestId);
    response.status(status).set(headers).json(body);
  };
  app.use(refuse);
  return app;
}
