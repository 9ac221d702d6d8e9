import type { Parameter } from "./parameters.js";

/** Takes away what the styles `label` (`.a.b`) and `matrix` (`;id=a;id=b`) put around a path parameter. */
export function pathText(parameter: Parameter, text: string): string {
  if (parameter.style === "label") {
    const inner = text.startsWith(".") ? text.slice(1) : text;
    return parameter.explode ? inner.replaceAll(".", ",") : inner;
  }
  if (parameter.style === "matrix") {
    const parts = text.split(";").filter((part) => part !== "");
    return parts.map((part) => withoutName(part, parameter.name)).join(",");
  }
  return text;
}

function withoutName(part: string, name: string): string {
  const prefix = [`${name}=`, `${encodeURIComponent(name)}=`].find((one) => part.startsWith(one)) ?? "";
  return part.slice(prefix.length);
}
