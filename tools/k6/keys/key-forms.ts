import type { PlanKey } from "../read-plan";

/** The texts in which a key may stand in a request, in a URL, in a log line or in an answer; the longest first. */
export function keyForms(value: string, place: PlanKey["in"]): readonly string[] {
  const parts = place === "basic" ? [value, value.slice(value.indexOf(":") + 1), base64(value)] : [value];
  const written = parts.flatMap((part) => {
    const encoded = encodeURIComponent(part);
    const strictly = encoded.replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
    // A JSON pointer (RFC 6901), where a key stands as the name of a property.
    return [part, encoded, strictly, strictly.replaceAll("%20", "+"), part.replaceAll("~", "~0").replaceAll("/", "~1")];
  });
  const escaped = written.flatMap((text) => {
    const inJson = JSON.stringify(text).slice(1, -1);
    // As Go writes JSON.
    const byGo = inJson.replace(/[<>&]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
    return [text, inJson, byGo];
  });
  return [...new Set(escaped)].filter((text) => text !== "").sort((a, b) => b.length - a.length);
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
