// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 5dce65b7b702b44d
import type { ProblemDetail } from "./problem.js";

/** Name and still encoded value, in the order of the request. */
export type Pairs = readonly (readonly [name: string, value: string])[];

/** The pairs of a query string or of a form, still encoded but for their names. */
export function parsePairs(text: string, problems: ProblemDetail[], place: string): Pairs {
  if (text === "") return [];
  const pairs: [string, string][] = [];
  for (const part of text.split("&", 1001)) {
    if (part === "") continue;
    if (pairs.length === 1000) problems.push({ field: place, message: "must not have more than 1000 values" });
    const at = part.indexOf("=");
    const [name, value] = at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
    try {
      decodeForm(value);
      pairs.push([decodeForm(name), value]);
    } catch {
      problems.push({ field: place, message: "is not percent-encoded correctly" });
    }
  }
  return pairs;
}

/** `application/x-www-form-urlencoded`: a plus sign is a space. */
export function decodeForm(text: string): string {
  return /[%+]/.test(text) ? decodeURIComponent(text.replaceAll("+", " ")) : text;
}

export function parseCookies(header: string | undefined): Pairs {
  return (header ?? "").split(";").flatMap((part): [string, string][] => {
    const at = part.indexOf("=");
    return at < 0 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).trim()]];
  });
}
