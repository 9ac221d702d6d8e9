import { notImplemented } from "../../../generated/runtime/handler.js";
import type { ListNotes } from "../generated/types.js";

export const listNotes: ListNotes = async () => notImplemented("listNotes");
