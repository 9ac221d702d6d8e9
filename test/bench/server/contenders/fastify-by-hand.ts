import { fastifyApp } from "../by-hand/fastify-app";
import { readOrder, readQuery } from "../by-hand/input";
import { listen } from "../listen";

const app = fastifyApp({
  readOrder: ({ body }) => readOrder(body),
  readQuery: ({ query }) => readQuery(query as Readonly<Record<string, unknown>>),
});
app.ready().then(() => listen(app.routing));
