import { badRequest } from "./problem.js";

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

const firstMomentMs = Date.parse("0001-01-01T00:00:00Z");
const lastMomentMs = Date.parse("9999-12-31T23:59:59.999Z");

/**
 * A moment for a `timestamptz`, which is told in UTC afterwards, where its year must have four digits (RFC 3339, 5.6).
 *
 * @throws Problem 400
 */
export function fromTimestamp<Value extends string | null | undefined>(value: Value, field: string): Value {
  if (typeof value !== "string") return value;
  const moment = Date.parse(value.replace(/:60(?=[.Zz+-])/, ":59"));
  // PostgreSQL rounds to microseconds.
  const isRoundedUp = moment === lastMomentMs && /\.9{6}[5-9]/.test(value);
  const isAfterLast = moment > lastMomentMs - 1000 && value.includes(":60");
  if (moment < firstMomentMs || moment > lastMomentMs || isRoundedUp || isAfterLast) {
    throw badRequest([{ field, message: "is out of range" }]);
  }
  return value;
}

/** A `bytea` as base64 (RFC 4648, section 4). */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

/** A value for a column of JSON that may be null: `null` is SQL's, not JSON's. */
export function toJson(value: unknown): string | null | undefined {
  return value === null || value === undefined ? value : JSON.stringify(value);
}
