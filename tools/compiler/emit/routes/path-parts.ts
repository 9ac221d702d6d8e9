import type { PathPart, PathSegment } from "../../model/operation";

/** Texts and parameters of a segment in order. */
export function pathParts(segment: PathSegment): readonly PathPart[] {
  switch (segment.kind) {
    case "literal":
      return [segment];
    case "parameter": {
      const { name, before, after } = segment;
      const parts: readonly PathPart[] = [
        { kind: "literal", text: before },
        { kind: "parameter", name },
        { kind: "literal", text: after },
      ];
      return parts.filter((part) => part.kind === "parameter" || part.text !== "");
    }
    case "parameters":
      return segment.parts;
    default:
      return segment satisfies never;
  }
}
