import * as queries from "../generated/queries.js";
import type { CreateBookings } from "../generated/types.js";

export const createBookings: CreateBookings = async ({ body }, { db, requestId, requestPath }) => {
  const bookings = await queries.createBookings(db, body);
  return {
    status: 201,
    headers: { location: `${requestPath}/${encodeURIComponent(bookings["raum/nr"])}` },
    body: { data: bookings, meta: { requestId } },
  };
};
