import { notImplemented } from "../../../generated/runtime/handler.js";
import type { CancelItem } from "../generated/types.js";

export const cancelItem: CancelItem = async () => notImplemented("cancelItem");
