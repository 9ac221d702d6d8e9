import { notImplemented } from "../../../generated/runtime/handler.js";
import type { GetStar } from "../generated/types.js";

export const getStar: GetStar = async () => notImplemented("getStar");
