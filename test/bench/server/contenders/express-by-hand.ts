import { expressApp } from "../by-hand/express-app";
import { readOrder, readQuery } from "../by-hand/input";
import { listen } from "../listen";

listen(
  expressApp({
    steps: [],
    readOrder: ({ body }) => readOrder(body),
    readQuery: ({ query }) => readQuery(query),
  }),
);
