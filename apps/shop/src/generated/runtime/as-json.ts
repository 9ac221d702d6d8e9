// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 09e1ca272681d4e5
/** What a client reads of a value: a date is a text by then, and what is undefined is gone. */
export function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value) ?? "null");
}
