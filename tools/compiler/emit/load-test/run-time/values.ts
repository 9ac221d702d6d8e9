import { type Code, code } from "../../text";

/** Values of requests, and how they are written. */
export const values: Code = code`export function pick(values, n) {
  return values[n % values.length];
}

/** A key of a row that all share; the row's own one without an index, else that of a row around it. */
export function keyOf(rows, n, index) {
  const row = rows[n % rows.length];
  return row[index === undefined ? row.length - 1 : index];
}

/** A key of the row that only this virtual user has. */
export function ownKeyOf(rows, index) {
  return keyOf(rows, exec.vu.idInTest - 1, index);
}

/** Characters that no other iteration of this or another run gets. */
export function unique(length, alphabet = "0123456789abcdefghijklmnopqrstuvwxyz") {
  let rest = runNumber * 2 ** 20 + counter;
  let text = "";
  for (let index = 0; index < length; index++) {
    text = alphabet[rest % alphabet.length] + text;
    rest = Math.floor(rest / alphabet.length);
  }
  return text;
}

/** An integer between the two that no other iteration of this run gets, as long as there are enough. */
export function uniqueInteger(least, most) {
  return least + ((runNumber * 2 ** 20 + counter) % (most - least + 1));
}

export function key(value) {
  return encodeURIComponent(String(value));
}

export function query(pairs) {
  return pairs.length === 0 ? "" : "?" + form(pairs);
}

export function form(pairs) {
  return pairs.map(([name, value]) => encodeURIComponent(name) + "=" + encoded(value)).join("&");
}

/** Several values in one, whose separator is none of their characters and stays as it is (RFC 6570 §3.2.8). */
export function separated(items, separator) {
  return { items, separator };
}

function encoded(value) {
  if (value !== null && typeof value === "object") return value.items.map(encoded).join(value.separator);
  return encodeURIComponent(String(value));
}

export function json(value) {
  return JSON.stringify(value);
}

function isIn(status, ranges) {
  return ranges.some(([least, most]) => status >= least && status <= most);
}`;
