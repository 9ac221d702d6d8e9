/** What a client reads of a value: a date is a text by then, and what is undefined is gone. */
export function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value) ?? "null");
}
