import type { RequestHead } from "../../../tools/compiler/emit/runtime/request";
import type { Parameter } from "../../../tools/compiler/model/operation";

/** A value as texts: what a URL or a header can say of it. */
export type Text = string | readonly string[] | { readonly [name: string]: string };

export type Written = Partial<Pick<RequestHead, "path" | "sentPath" | "queryString" | "headers">>;

/**
 * Writes a parameter into a request, by the table "Style Examples" of OpenAPI 3.1 (Parameter Object) and the expansions of
 * RFC 6570 that it refers to. `undefined`: the style says nothing about such a value.
 */
export function writeParameter(parameter: Parameter, value: Text): Written | undefined {
  const { name } = parameter;
  if (parameter.in === "query") {
    const queryString = inQuery(parameter, value);
    return queryString === undefined ? undefined : { queryString };
  }
  if (parameter.in === "cookie") {
    if (typeof value !== "string") return undefined;
    return { headers: { cookie: `${name}=${encodeURIComponent(value)}` } };
  }
  if (parameter.in === "header") {
    // Headers are not encoded, so that a separator cannot be part of a list's element.
    if (typeof value !== "string" && /[,=]/.test(Object.values(value).join(""))) return undefined;
    const text = simple(value, parameter.explode, (one) => one);
    return text === undefined ? undefined : { headers: { [name.toLowerCase()]: text } };
  }
  const text = inPath(parameter, value);
  if (text === undefined || text === "") return undefined;
  return { path: { [name]: decodeURIComponent(text) }, sentPath: { [name]: text } };
}

function inQuery({ name, style, explode }: Parameter, value: Text): string | undefined {
  const key = encode(name);
  if (typeof value === "string") return style === "form" ? `${key}=${encode(value)}` : undefined;
  const separator = { form: ",", spaceDelimited: "%20", pipeDelimited: "|" }[style as "form"];
  if (isList(value)) {
    if (value.length === 0 || separator === undefined) return undefined;
    if (style === "form" && explode) return value.map((one) => `${key}=${encode(one)}`).join("&");
    if (explode || value.some((one) => one === "")) return undefined;
    return `${key}=${value.map(encode).join(separator)}`;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return undefined;
  if (style === "deepObject")
    return entries.map(([one, text]) => `${encode(`${name}[${one}]`)}=${encode(text)}`).join("&");
  if (style === "form" && explode) return entries.map(([one, text]) => `${encode(one)}=${encode(text)}`).join("&");
  if (separator === undefined || explode || entries.flat().includes("")) return undefined;
  return `${key}=${entries.flat().map(encode).join(separator)}`;
}

function inPath({ name, style, explode }: Parameter, value: Text): string | undefined {
  if (style === "simple") return simple(value, explode, encode);
  if (style === "label") {
    const text = simple(value, explode, encode);
    return text === undefined
      ? undefined
      : `.${explode && typeof value !== "string" ? text.replaceAll(",", ".") : text}`;
  }
  const key = encode(name);
  if (typeof value === "string") return `;${key}=${encode(value)}`;
  if (explode) {
    const pairs = isList(value) ? value.map((one) => [key, one]) : Object.entries(value);
    return pairs.map(([one, text]) => `;${encode(one as string)}=${encode(text as string)}`).join("");
  }
  const text = simple(value, false, encode);
  return text === undefined ? undefined : `;${key}=${text}`;
}

function simple(value: Text, explode: boolean, write: (text: string) => string): string | undefined {
  if (typeof value === "string") return write(value);
  const parts = isList(value) ? [...value] : Object.entries(value).flat();
  if (parts.length === 0 || parts.includes("")) return undefined;
  if (isList(value)) return value.map(write).join(",");
  return Object.entries(value)
    .map(([one, text]) => `${write(one)}${explode ? "=" : ","}${write(text)}`)
    .join(",");
}

/** All that is not unreserved (RFC 3986, 2.3) is encoded: RFC 6570, 3.2.1 with the set `U`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function isList(value: Text): value is readonly string[] {
  return Array.isArray(value);
}
