import { notImplemented } from "../../../generated/runtime/handler.js";
import type { CreateBooking } from "../generated/types.js";

export const createBooking: CreateBooking = async () => notImplemented("createBooking");
