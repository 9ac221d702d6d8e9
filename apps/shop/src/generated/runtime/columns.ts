// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: c3d0a44a472268e2
/** An `int8` as a JSON number. @throws RangeError when a number cannot hold it exactly */
export function toInteger(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError("a value of the database is no safe integer");
  return number;
}

/** A `numeric` as a JSON number. */
export function toNumber(text: string): number {
  return Number(text);
}

/** PostgreSQL's `2026-01-31 12:00:00.123456+00` as RFC 3339, with all its digits: `2026-01-31T12:00:00.123456Z`; without a zone it is UTC. */
export function toTimestamp(text: string): string {
  const [date, time = ""] = text.split(" ");
  if (time.endsWith("+00")) return `${date}T${time.slice(0, -3)}Z`;
  const zoned = /[+-]\d\d(:\d\d)*$/.test(time) ? time.replace(/([+-]\d\d)$/, "$1:00") : `${time}Z`;
  return `${date}T${zoned.replace(/\+00:00$/, "Z")}`;
}

/** A `bytea` as base64 (RFC 4648, section 4). */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

/** A value for a column of JSON that may be null: `null` is SQL's, not JSON's. */
export function toJson(value: unknown): string | null | undefined {
  return value === null || value === undefined ? value : JSON.stringify(value);
}
