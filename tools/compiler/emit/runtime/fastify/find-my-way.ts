import { encodeLiteral } from "../address.js";
import { readTemplate, type TemplatePart } from "../path-template.js";
import type { RouterPath } from "../router-path.js";

/** A path as find-my-way writes it, the router of Fastify: it matches decoded paths. */
export function toFindMyWay(path: string): RouterPath {
  const parameters = new Map<string, string>();
  let literals = 0;
  const print = (part: TemplatePart, index: number, parts: readonly TemplatePart[]): string => {
    if (part.kind === "parameter") {
      const name = `p${parameters.size + 1}`;
      parameters.set(name, part.name);
      // The router ends a parameter's name at `-` and `.` only.
      const next = parts[index + 1];
      const isEnded = next === undefined || (next.kind === "literal" && /^[-.]/.test(next.text));
      return `:${name}${isEnded ? "" : "(.*?)"}`;
    }
    const text = decodeURI(encodeLiteral(part.text));
    // Without an expression `*` would be a wildcard. After a parameter it is plain text.
    if (text.includes("*") && index === 0)
      return `:literal${++literals}(${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")})`;
    return text.replaceAll(":", "::");
  };
  const segments = readTemplate(path).map(({ parts }) => parts.map(print).join(""));
  return { text: `/${segments.join("/")}`, parameters };
}
