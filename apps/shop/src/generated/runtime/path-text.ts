// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 7d6c4d1143d9de9d
import type { Parameter } from "./parameters.js";

/** Takes away what the styles `label` (`.a.b`) and `matrix` (`;id=a;id=b`) put around a path parameter. */
export function pathText(parameter: Parameter, text: string): string {
  if (parameter.style === "label") {
    const inner = text.startsWith(".") ? text.slice(1) : text;
    return parameter.explode ? inner.replaceAll(".", ",") : inner;
  }
  if (parameter.style === "matrix") {
    const parts = text.split(";").filter((part) => part !== "");
    const prefix = `${parameter.name}=`;
    return parts.map((part) => (part.startsWith(prefix) ? part.slice(prefix.length) : part)).join(",");
  }
  return text;
}
