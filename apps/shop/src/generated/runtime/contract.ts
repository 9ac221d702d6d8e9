// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 07a7bf94ce49759b
import type { TSchema } from "@sinclair/typebox";
import { type Replies, type ReplyShape, replies } from "./replies.js";
import { type RequestReader, type RequestShape, request } from "./request.js";

/** What an operation takes and what it answers, as JSON Schema. */
export interface ContractShape extends RequestShape {
  readonly replies?: readonly ReplyShape[];
}

export interface Contract<Input> extends RequestReader<Input>, Replies {}

/**
 * Holds requests and replies to what the description says of an operation.
 *
 * @param referenced every schema that the shape refers to by `$ref`, directly or not
 */
export function contract<Input>(shape: ContractShape, referenced: readonly TSchema[] = []): Contract<Input> {
  return { ...request<Input>(shape, referenced), ...replies(shape.replies ?? [], referenced) };
}
