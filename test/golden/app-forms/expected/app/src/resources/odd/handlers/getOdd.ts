import { notImplemented } from "../../../generated/runtime/handler.js";
import type { GetOdd } from "../generated/types.js";

export const getOdd: GetOdd = async () => notImplemented("getOdd");
