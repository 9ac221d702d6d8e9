import type { ApiOperation, DocumentParameter } from "./api-document";
import { headerOf, type RawRequest, withHeader } from "./attack-case";

/** A request with other texts for a parameter; none: without it. `undefined`: it cannot be placed there. */
export function placeParameter(
  operation: ApiOperation,
  request: RawRequest,
  parameter: DocumentParameter,
  texts: readonly string[],
): RawRequest | undefined {
  const { name } = parameter;
  switch (parameter.in) {
    case "path":
      return inPath(operation, request, name, texts[0]);
    case "query": {
      const [path = "", query = ""] = splitOnce(request.target, "?");
      const others = query.split("&").filter((pair) => pair !== "" && decoded(splitOnce(pair, "=")[0] ?? "") !== name);
      const own = texts.map((text) => `${encodeURIComponent(name)}=${encodeURIComponent(wellFormed(text))}`);
      const pairs = [...others, ...own].join("&");
      return { ...request, target: pairs === "" ? path : `${path}?${pairs}` };
    }
    case "header": {
      const text = texts.length === 0 ? undefined : texts.join(",");
      // What Node's client refuses to send (RFC 9110, 5.5) no server can be asked about.
      return text !== undefined && /[^\t\x20-\x7e\x80-\xff]/.test(text) ? undefined : withHeader(request, name, text);
    }
    case "cookie": {
      const others = (headerOf(request, "cookie") ?? "")
        .split("; ")
        .filter((one) => one !== "" && !one.startsWith(`${name}=`));
      const all = [...others, ...texts.map((text) => `${name}=${encodeURIComponent(wellFormed(text))}`)];
      return withHeader(request, "Cookie", all.length === 0 ? undefined : all.join("; "));
    }
    default:
      return parameter.in satisfies never;
  }
}

function inPath(
  operation: ApiOperation,
  request: RawRequest,
  name: string,
  text: string | undefined,
): RawRequest | undefined {
  const [path = "", query] = splitOnce(request.target, "?");
  const template = operation.path.split("/");
  const segments = path.split("/");
  const index = template.findIndex((segment) => segment.includes(`{${name}}`));
  // An empty segment is another path, and so are dots: `/orders/` and `/orders/..` say nothing about `/orders/{orderId}`.
  if (index < 0 || segments.length !== template.length || text === undefined || /^\.{0,2}$/.test(text))
    return undefined;
  const [before = "", after = "", ...more] = (template[index] ?? "").split(`{${name}}`);
  if (more.length > 0 || /[{}]/.test(before + after)) return undefined;
  segments[index] = `${encodeURI(before)}${encodeURIComponent(wellFormed(text))}${encodeURI(after)}`;
  return { ...request, target: segments.join("/") + (query === undefined ? "" : `?${query}`) };
}

function splitOnce(text: string, by: string): readonly string[] {
  const index = text.indexOf(by);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + by.length)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udfff]/gu, "\ufffd");
}
