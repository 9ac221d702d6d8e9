import type { FieldEncoding, MediaType, OperationResponse, RequestBody, ResponseHeader } from "../model/operation";
import { checkMembers, flag, isKind, member, required, text } from "./expect";
import type { Located } from "./located";
import { readExamples } from "./read-examples";
import { readLinks } from "./read-links";
import { readStyle, readValueSchema } from "./read-parameters";
import { readSchema } from "./read-schema";
import type { Reading } from "./reading";
import { resolveFully } from "./resolve-reference";
import { suggestionFor } from "./suggestion-for";

export function readRequestBody(reading: Reading, at: Located): RequestBody | undefined {
  const place = resolveFully(reading, at);
  if (place === undefined || !isKind(reading, place, "requestBody", "object")) return undefined;
  const members = ["description", "content", "required"];
  checkMembers(reading, place, members, (key) => suggestionFor(key, members));
  const content = required(reading, place, "content", "object", "this request body");
  const description = text(reading, place, "description");
  return {
    required: flag(reading, place, "required"),
    ...(description !== undefined && { description }),
    content: content === undefined ? [] : readContent(reading, content, { withExamples: true }),
    span: at.span,
  };
}

export function readResponses(reading: Reading, at: Located): readonly OperationResponse[] {
  const result: OperationResponse[] = [];
  for (const [status, item] of at.entries()) {
    if (status.startsWith("x-")) continue;
    if (!/^([1-5]\d\d|[1-5]XX|default)$/.test(status)) {
      reading.report("openapi/invalid-status", item, { status });
      continue;
    }
    const response = readResponse(reading, status, item);
    if (response !== undefined) result.push(response);
  }
  return result;
}

function readResponse(reading: Reading, status: string, at: Located): OperationResponse | undefined {
  const place = resolveFully(reading, at);
  if (place === undefined || !isKind(reading, place, status, "object")) return undefined;
  const members = ["description", "headers", "content", "links", "summary"];
  checkMembers(reading, place, members, (key) => suggestionFor(key, members));
  const content = member(reading, place, "content", "object");
  const links = place.get("links");
  if (links !== undefined) {
    const hint = "How replies lead to further operations is left to the client; load tests follow it.";
    reading.features.add("openapi/unsupported-feature", "links", links, hint);
  }
  return {
    status,
    description: text(reading, place, "description") ?? missingDescription(reading, place),
    headers: readHeaders(reading, member(reading, place, "headers", "object")),
    content: content === undefined ? [] : readContent(reading, content, { withExamples: false }),
    ...(links !== undefined && { links: readLinks(reading, links) }),
    span: at.span,
  };
}

function missingDescription(reading: Reading, place: Located): string {
  if (place.get("description") === undefined) reading.report("openapi/missing-description", place, {});
  return "";
}

function readHeaders(reading: Reading, at: Located | undefined): readonly ResponseHeader[] {
  return (at?.entries() ?? []).flatMap(([name, item]) => {
    // OpenAPI 3.1 §4.8.17: Content-Type among the headers shall be ignored.
    if (name.toLowerCase() === "content-type") return [];
    const place = resolveFully(reading, item);
    if (place === undefined || !isKind(reading, place, name, "object")) return [];
    const description = text(reading, place, "description");
    const explode = flag(reading, place, "explode");
    const header = { name, required: flag(reading, place, "required"), explode, ...readValueSchema(reading, place) };
    return [{ ...header, ...(description !== undefined && { description }) }];
  });
}

/**
 * How properties of a form are written: `style` and `explode` count for `application/x-www-form-urlencoded` only (OpenAPI 3.0.3,
 * Encoding Object).
 */
function readEncoding(reading: Reading, mediaType: Located, type: string): readonly FieldEncoding[] {
  const at = mediaType.get("encoding");
  if (at === undefined || !isKind(reading, at, "encoding", "object")) return [];
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type);
  return at.entries().flatMap(([name, place]) => {
    if (!isKind(reading, place, name, "object")) return [];
    for (const [key, part] of place.entries()) {
      if ((isForm && (key === "style" || key === "explode")) || key.startsWith("x-")) continue;
      const hint = "Parts of a body are read by their schema, properties of a form also by `style` and `explode`.";
      reading.features.add("openapi/unsupported-feature", `encoding.${key}`, part, hint);
    }
    if (!isForm || (place.get("style") === undefined && place.get("explode") === undefined)) return [];
    const style = readStyle(reading, place, "query");
    const explode = member(reading, place, "explode", "boolean")?.value as boolean | undefined;
    return [{ name, style, explode: explode ?? style === "form" }];
  });
}

function readContent(reading: Reading, at: Located, wanted: { readonly withExamples: boolean }): readonly MediaType[] {
  return at.entries().map(([type, item]) => {
    const place = resolveFully(reading, item) ?? item;
    const schema = isKind(reading, place, type, "object") ? place.get("schema") : undefined;
    const encoding = readEncoding(reading, place, type);
    return {
      type,
      ...(schema !== undefined && { schema: readSchema(reading, schema) }),
      ...(wanted.withExamples && readExamples(reading, place)),
      ...(encoding.length > 0 && { encoding }),
      span: item.span,
    };
  });
}
