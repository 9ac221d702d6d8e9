import { notImplemented } from "../../../generated/runtime/handler.js";
import type { CreateNote } from "../generated/types.js";

export const createNote: CreateNote = async () => notImplemented("createNote");
