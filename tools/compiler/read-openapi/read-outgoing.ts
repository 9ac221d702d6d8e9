import type { Method, OutgoingRequest } from "../model/operation";
import { flag, isKind, member, text } from "./expect";
import type { Located } from "./located";
import { methods } from "./methods";
import { readRequestBody } from "./read-content";
import { mergeParameters, readParameters } from "./read-parameters";
import type { Reading } from "./reading";
import { resolveFully } from "./resolve-reference";

/** The webhooks of a description: name → path item (OpenAPI 3.1 §4.8.1). */
export function readWebhooks(reading: Reading, at: Located | undefined): readonly OutgoingRequest[] {
  if (at === undefined || !isKind(reading, at, "webhooks", "object")) return [];
  return named(at).flatMap(([name, item]) => readItem(reading, name, item));
}

/** The callbacks of an operation: name → expression → path item (OpenAPI 3.1 §4.8.18). */
export function readCallbacks(reading: Reading, at: Located | undefined): readonly OutgoingRequest[] {
  if (at === undefined || !isKind(reading, at, "callbacks", "object")) return [];
  return named(at).flatMap(([name, item]) => {
    const callback = resolveFully(reading, item);
    if (callback === undefined || !isKind(reading, callback, name, "object")) return [];
    return named(callback).flatMap(([url, one]) => readItem(reading, name, one, url));
  });
}

function named(at: Located): readonly (readonly [string, Located])[] {
  return at.entries().filter(([name]) => !name.startsWith("x-"));
}

function readItem(reading: Reading, name: string, at: Located, url?: string): readonly OutgoingRequest[] {
  const item = resolveFully(reading, at);
  if (item === undefined || !isKind(reading, item, url ?? name, "object")) return [];
  const shared = readParameters(reading, member(reading, item, "parameters", "list")?.items() ?? []);
  return item.entries().flatMap(([method, place]) => {
    if (!isMethod(method)) return [];
    const operation = resolveFully(reading, place);
    if (operation === undefined || !isKind(reading, operation, method, "object")) return [];
    const security = operation.get("security");
    if (security !== undefined) {
      const hint = "Types are made of the parameters and bodies of webhooks and callbacks only.";
      reading.features.add("openapi/unsupported-feature", "security of a webhook or callback", security, hint);
    }
    const own = readParameters(reading, member(reading, operation, "parameters", "list")?.items() ?? []);
    const body = operation.get("requestBody");
    const requestBody = body === undefined ? undefined : readRequestBody(reading, body);
    const summary = text(reading, operation, "summary");
    const description = text(reading, operation, "description");
    const request: OutgoingRequest = {
      name,
      ...(url !== undefined && { url }),
      method,
      ...(summary !== undefined && { summary }),
      ...(description !== undefined && { description }),
      deprecated: flag(reading, operation, "deprecated"),
      parameters: mergeParameters(shared, own),
      ...(requestBody !== undefined && { requestBody }),
      span: place.span,
    };
    return [request];
  });
}

function isMethod(key: string): key is Method {
  return (methods as readonly string[]).includes(key);
}
