import { type Code, code } from "../../text";

/** What replies say: lists, keys, values and headers. */
export const replies: Code = code`/** Keys of the rows that a list returns. */
export function listed(response, items, key, collection) {
  const keyOfItem = (item) => (collection === undefined ? walk(item, key) : keyAt(walk(item, key), collection));
  return (read(response, items) || []).map(keyOfItem).filter((value) => value !== undefined);
}

/** The key of a row that was just made. */
export function keyIn(response, path) {
  const value = read(response, path);
  if (value === undefined)
    throw new Error("preparing: " + response.url.split("?")[0] + " answered without " + path.join("."));
  return value;
}

/** The value at a path in a JSON response; undefined without one. */
export function read(response, path) {
  if (response === undefined || !response.body) return undefined;
  let body;
  try {
    body = JSON.parse(response.body);
  } catch {
    // A service that breaks its description is no fault of the script.
    if (latest === undefined) throw new Error("preparing: " + response.url.split("?")[0] + " answered what is no JSON");
    if (!isChecked) count(latest, response, { path: "", keyword: "json" });
    return undefined;
  }
  return exact(walk(body, path), path, response.body);
}

/** An integer that JavaScript cannot hold, as the digits in the reply; undefined where several could be meant. */
function exact(value, path, text) {
  if (typeof value !== "number" || !Number.isInteger(value) || Number.isSafeInteger(value)) return value;
  const after = text.split(JSON.stringify(path[path.length - 1] || "")).slice(1);
  const digits = after.map((rest) => (rest.match(/^[^-0-9,{]*(-?[0-9]+)/) || [])[1]);
  const same = digits.filter((one) => one !== undefined && Number(one) === value);
  return same.every((one) => one === same[0]) ? same[0] : undefined;
}

/** A header of a response, whatever its case. */
export function headerOf(response, name) {
  const { headers } = response || {};
  const found = Object.keys(headers || {}).find((one) => one.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : headers[found];
}

/** The key of the row whose address the reply has: in \`Location\`, or at a path of its body. */
export function locatedIn(response, collection, path) {
  return keyAt(path === undefined ? headerOf(response, "Location") : read(response, path), collection);
}

/** \`7\` of \`/v1/pets/7\`, if it is one of the collection \`pets\`. */
function keyAt(address, collection) {
  const [path] = String(address || "").split(/[?#]/);
  const [key, parent] = path.split("/").filter((part) => part !== "").slice(-2).reverse();
  return parent === undefined || decoded(parent) !== collection ? undefined : decoded(key);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A key that a reply told. */
export function toldKey(key, id) {
  if (key === undefined) throw new Error("preparing: " + id + " answered without the key of what it made");
  return key;
}

function walk(value, path) {
  for (const name of path) value = value === null || value === undefined ? undefined : value[name];
  return value === null ? undefined : value;
}`;
