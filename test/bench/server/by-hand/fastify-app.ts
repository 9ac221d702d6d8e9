import { type FastifyBaseLogger, type FastifyRequest, type FastifySchema, fastify, LogController } from "fastify";
import helmet from "helmet";
import type { CreateOrderInput } from "../../../../apps/shop/src/resources/orders/generated/types";
import type { ListProductsInput } from "../../../../apps/shop/src/resources/products/generated/types";
import { errorReply } from "./error-reply";
import { limitRate } from "./limit-rate";
import { logWhenDone, requestLog } from "./log-when-done";
import { createOrder, listProducts } from "./operations";
import { requestIdOf } from "./request-id";
import { requireScope } from "./require-scope";

export interface FastifyValidation {
  readonly orderSchema?: FastifySchema;
  readonly querySchema?: FastifySchema;
  readonly readOrder: (request: FastifyRequest) => CreateOrderInput;
  readonly readQuery: (request: FastifyRequest) => ListProductsInput;
}

export function fastifyApp({ orderSchema = {}, querySchema = {}, readOrder, readQuery }: FastifyValidation) {
  const app = fastify({
    loggerInstance: requestLog as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    bodyLimit: 1_048_576,
  });
  const addSecurityHeaders = helmet();
  app.addHook("onRequest", (request, reply, done) => {
    reply.raw.setHeader("x-request-id", request.id);
    logWhenDone(request.raw, reply.raw, request.id);
    addSecurityHeaders(request.raw, reply.raw, (error) => done(error as Error | undefined));
  });
  app.addHook("onRequest", async (request) => limitRate(request.socket.remoteAddress));
  app.setErrorHandler((error, request, reply) => {
    const { status, headers, body } = errorReply(error, request.id);
    return reply.code(status).headers(headers).send(body);
  });
  app.route({
    method: "POST",
    url: "/v1/orders",
    schema: orderSchema,
    onRequest: async ({ raw }) => requireScope(raw, "orders:write"),
    handler: async (request, reply) => {
      const { status, headers = {}, body } = await createOrder(readOrder(request), request.id);
      return reply.code(status).headers(headers).send(body);
    },
  });
  app.route({
    method: "GET",
    url: "/v1/products",
    schema: querySchema,
    handler: async (request, reply) => {
      const { status, body } = await listProducts(readQuery(request), request.id);
      return reply.code(status).send(body);
    },
  });
  return app;
}
