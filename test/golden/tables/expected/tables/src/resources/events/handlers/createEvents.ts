import * as queries from "../generated/queries.js";
import type { CreateEvents } from "../generated/types.js";

export const createEvents: CreateEvents = async ({ body }, { db, requestId, requestPath }) => {
  const events = await queries.createEvents(db, body);
  return {
    status: 201,
    headers: { location: `${requestPath}/${events.id}/${events.day}` },
    body: { data: events, meta: { requestId } },
  };
};
