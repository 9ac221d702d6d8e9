import { notImplemented } from "../../../generated/runtime/handler.js";
import type { Class } from "../generated/types.js";

export const classOperation: Class = async () => notImplemented("classOperation");
