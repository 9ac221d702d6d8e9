import { encodeLiteral } from "./address.js";

export type TemplatePart =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "parameter"; readonly name: string };

/** A path of the description, such as `/pets/{petId}/report.{format}`, by segments. */
export type PathTemplate = readonly (readonly TemplatePart[])[];

export function readTemplate(path: string): PathTemplate {
  return path
    .slice(1)
    .split("/")
    .map((segment) =>
      segment
        .split(/(\{[^{}]+\})/)
        .filter((piece) => piece !== "")
        .map((piece): TemplatePart => {
          if (/^\{[^{}]+\}$/.test(piece)) return { kind: "parameter", name: piece.slice(1, -1) };
          return { kind: "literal", text: piece };
        }),
    );
}

/** Literal segments come before parameters, segments with some literal text in between (OpenAPI 3.1, "Path Templating Matching"). */
export function compareTemplates(a: PathTemplate, b: PathTemplate): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const [left = [], right = []] = [a[index], b[index]];
    const difference = rank(left) - rank(right) || compareText(left, right);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function rank(segment: readonly TemplatePart[]): number {
  if (segment.every(({ kind }) => kind === "literal")) return 0;
  return segment.length > 1 ? 1 : 2;
}

/** Of two segments with parameters, the one with more literal text is the more special. */
function compareText(a: readonly TemplatePart[], b: readonly TemplatePart[]): number {
  const [left, right] = [literalText(a), literalText(b)];
  if (rank(a) > 0 && left.length !== right.length) return right.length - left.length;
  return left < right ? -1 : left > right ? 1 : 0;
}

function literalText(segment: readonly TemplatePart[]): string {
  return segment.map((part) => (part.kind === "literal" ? encodeLiteral(part.text) : "")).join("");
}

/** Whether some path fits both. May say so of two templates whose parameters only look alike. */
export function overlap(a: PathTemplate, b: PathTemplate): boolean {
  return a.length === b.length && a.every((segment, index) => segmentsOverlap(segment, b[index] ?? []));
}

function segmentsOverlap(a: readonly TemplatePart[], b: readonly TemplatePart[]): boolean {
  // Without expressions where it can be told at sight: a large description has hundreds of thousands of pairs.
  if (rank(a) === 0 && rank(b) === 0) return literalText(a) === literalText(b);
  if (rank(a) === 0) return segmentPattern(b).test(literalText(a));
  return rank(b) > 0 || segmentPattern(a).test(literalText(b));
}

function segmentPattern(segment: readonly TemplatePart[]): RegExp {
  return new RegExp(`^${partsPattern(segment)}$`);
}

function partsPattern(parts: readonly TemplatePart[]): string {
  return parts
    .map((part) =>
      part.kind === "parameter" ? "[^/]+?" : encodeLiteral(part.text).replace(/[.*+?^${}()|[\]\\]/g, "\\$&"),
    )
    .join("");
}

/** Matches the normal paths that fit a template. */
export function templatePattern(template: PathTemplate): RegExp {
  return new RegExp(`^/${template.map(partsPattern).join("/")}$`);
}
