// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: c851e88d53b10be8
import { encodeLiteral } from "./address.js";

export type TemplatePart =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "parameter"; readonly name: string };

export interface TemplateSegment {
  readonly parts: readonly TemplatePart[];
  /** Its literal texts as they stand in a normal path, without its parameters. */
  readonly text: string;
  /** The more special first: all literal, with some literal text, a parameter alone. */
  readonly rank: 0 | 1 | 2;
  readonly pattern: RegExp;
}

/** A path of the description, such as `/pets/{petId}/report.{format}`, by segments. */
export type PathTemplate = readonly TemplateSegment[];

export function readTemplate(path: string): PathTemplate {
  return path.slice(1).split("/").map(readSegment);
}

function readSegment(segment: string): TemplateSegment {
  const parts = segment
    .split(/(\{[^{}]+\})/)
    .filter((piece) => piece !== "")
    .map((piece): TemplatePart => {
      if (/^\{[^{}]+\}$/.test(piece)) return { kind: "parameter", name: piece.slice(1, -1) };
      return { kind: "literal", text: piece };
    });
  const isLiteral = parts.every(({ kind }) => kind === "literal");
  return {
    parts,
    text: parts.map((part) => (part.kind === "literal" ? encodeLiteral(part.text) : "")).join(""),
    rank: isLiteral ? 0 : parts.length > 1 ? 1 : 2,
    pattern: new RegExp(`^${patternOf(parts)}$`),
  };
}

function patternOf(parts: readonly TemplatePart[]): string {
  return parts
    .map((part) =>
      part.kind === "parameter" ? "[^/]+?" : encodeLiteral(part.text).replace(/[.*+?^${}()|[\]\\]/g, "\\$&"),
    )
    .join("");
}

/** Literal segments come before parameters, segments with some literal text in between (OpenAPI 3.1, "Path Templating Matching"). */
export function compareTemplates(a: PathTemplate, b: PathTemplate): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const [left, right] = [a[index], b[index]];
    if (left === undefined || right === undefined) break;
    const difference = left.rank - right.rank || compareText(left, right);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/**
 * Of two segments with parameters, the one that begins with more literal text is the more special, as the router of Fastify has it,
 * then the one with more literal text.
 */
function compareText(a: TemplateSegment, b: TemplateSegment): number {
  const beginning = prefixLength(b) - prefixLength(a);
  if (a.rank > 0 && beginning !== 0) return beginning;
  if (a.rank > 0 && a.text.length !== b.text.length) return b.text.length - a.text.length;
  return a.text < b.text ? -1 : a.text > b.text ? 1 : 0;
}

function prefixLength({ parts: [first] }: TemplateSegment): number {
  return first?.kind === "literal" ? encodeLiteral(first.text).length : 0;
}

/** Whether some path fits both. May say so of two templates whose parameters only look alike. */
export function overlap(a: PathTemplate, b: PathTemplate): boolean {
  return a.length === b.length && a.every((segment, index) => segmentsOverlap(segment, b[index]));
}

function segmentsOverlap(a: TemplateSegment, b: TemplateSegment | undefined): boolean {
  if (b === undefined) return false;
  if (a.rank === 0 && b.rank === 0) return a.text === b.text;
  if (a.rank === 0) return b.pattern.test(a.text);
  return b.rank > 0 || a.pattern.test(b.text);
}

/** Matches the normal paths that fit a template. */
export function templatePattern(template: PathTemplate): RegExp {
  return new RegExp(`^/${template.map(({ parts }) => patternOf(parts)).join("/")}$`);
}
