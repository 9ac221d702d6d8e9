import type { ResponseLink } from "../model/operation";
import type { Located } from "./located";
import type { Reading } from "./reading";
import { pointerSteps } from "./reference-key";
import { resolveFully } from "./resolve-reference";

/**
 * Links of a response (OpenAPI 3.1 §4.8.20). Only load tests follow them, so one that is not understood is left out without a word; a `$ref` that
 * leads nowhere is told as any other.
 */
export function readLinks(reading: Reading, at: Located): readonly ResponseLink[] {
  return at.entries().flatMap(([, item]) => {
    const place = resolveFully(reading, item);
    const target = place === undefined ? undefined : targetOf(place);
    if (place === undefined || target === undefined) return [];
    const parameters = (place.get("parameters")?.entries() ?? []).flatMap(([name, { value }]) =>
      typeof value === "string" ? [{ name, expression: value }] : [],
    );
    return [{ target, parameters }];
  });
}

function targetOf(place: Located): ResponseLink["target"] | undefined {
  const operationId = place.get("operationId")?.value;
  if (typeof operationId === "string") return { operationId };
  const reference = place.get("operationRef")?.value;
  if (typeof reference !== "string" || !reference.startsWith("#/")) return undefined;
  const [paths, path, method, ...more] = pointerSteps(reference.slice(1));
  return paths === "paths" && path !== undefined && method !== undefined && more.length === 0
    ? { method, path }
    : undefined;
}
