import type { PathPart, PathSegment, PathTemplate } from "../model/operation";
import type { Located } from "./located";
import type { Reading } from "./reading";

/** Reads `/pets/{petId}/report.{format}`. A template that cannot be routed is reported; then there is none. */
export function readPathTemplate(reading: Reading, text: string, at: Located): PathTemplate | undefined {
  const refuse = (reason: string): undefined => {
    reading.report("openapi/invalid-path", at, { path: text, reason });
    return undefined;
  };
  if (!text.startsWith("/")) return refuse("it does not begin with `/`");
  if (/[?#]/.test(text)) reading.report("openapi/unreachable-path", at, { path: text });
  const segments: PathSegment[] = [];
  for (const part of text.slice(1).split("/")) {
    const segment = readSegment(part);
    if (typeof segment === "string") return refuse(segment);
    segments.push(segment);
  }
  const names = pathParameterNames({ text, segments });
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? { text, segments } : refuse(`\`{${twice}}\` is in it twice`);
}

/** Names of the parameters in order. */
export function pathParameterNames(path: PathTemplate): readonly string[] {
  return path.segments.flatMap((segment) => {
    if (segment.kind === "parameter") return [segment.name];
    return segment.kind === "parameters"
      ? segment.parts.flatMap((one) => (one.kind === "parameter" ? one.name : []))
      : [];
  });
}

/** A segment, or why it is none. */
function readSegment(segment: string): PathSegment | string {
  const pieces = segment.split(/(\{[^{}]*\})/).filter((piece) => piece !== "");
  const parts: PathPart[] = [];
  for (const piece of pieces) {
    if (!/[{}]/.test(piece)) parts.push({ kind: "literal", text: piece });
    else if (!/^\{[^{}]+\}$/.test(piece)) return `the braces in \`${segment}\` do not match`;
    else if (parts.at(-1)?.kind === "parameter") return `nothing stands between the parameters of \`${segment}\``;
    else parts.push({ kind: "parameter", name: piece.slice(1, -1) });
  }
  const parameters = parts.filter((one) => one.kind === "parameter");
  if (parameters.length === 0) return { kind: "literal", text: segment };
  if (parameters.length > 1) return { kind: "parameters", parts };
  const [before, after] = segment.split(/\{[^{}]*\}/);
  return { kind: "parameter", name: parameters[0]?.name ?? "", before: before ?? "", after: after ?? "" };
}

/** The template without its parameters' names: two equal ones match the same requests. */
export function pathShape(path: PathTemplate): string {
  return path.text.replace(/\{[^{}]*\}/g, "{}");
}
