import { notImplemented } from "../../../generated/runtime/handler.js";
import type { GetReport } from "../generated/types.js";

export const getReport: GetReport = async () => notImplemented("getReport");
