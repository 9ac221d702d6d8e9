// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 365f8869fbd14613
import type { Parameter } from "./parameters.js";

/** Whether a path parameter is written with a prefix, of which a router's decoded value no longer tells what it separates. */
export function hasPrefix({ style }: Parameter): boolean {
  return style === "label" || style === "matrix";
}

/**
 * Takes away what the styles `label` (`.a.b`) and `matrix` (`;id=a;id=b`, `;id`) put before the value of a path parameter, or before
 * each of its values (RFC 6570, 3.2.5 and 3.2.7). `undefined`: it is not written so.
 *
 * @param text still encoded
 */
export function pathText(parameter: Parameter, text: string, kind: "value" | "list" | "object"): string | undefined {
  const { style, explode, name } = parameter;
  if (style === "label") return text.startsWith(".") ? text.slice(1) : undefined;
  if (style !== "matrix") return text;
  if (!text.startsWith(";")) return undefined;
  if (explode && kind === "object") return text.slice(1);
  const parts = explode && kind === "list" ? text.slice(1).split(";") : [text.slice(1)];
  const values = parts.flatMap((part) => withoutName(part, name) ?? []);
  return values.length < parts.length ? undefined : values.join(";");
}

function withoutName(part: string, name: string): string | undefined {
  for (const own of [name, encodeURIComponent(name)]) {
    if (part === own) return "";
    if (part.startsWith(`${own}=`)) return part.slice(own.length + 1);
  }
  return undefined;
}
