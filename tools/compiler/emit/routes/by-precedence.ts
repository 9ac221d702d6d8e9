import type { Operation, PathSegment } from "../../model/operation";
import { pathParts } from "./path-parts";

/** Literal segments before parameters, or `/pets/{petId}` would answer for `/pets/mine` in Express and Koa; HEAD before GET. */
export function byPrecedence(a: Operation, b: Operation): number {
  const [left, right] = [a.path.segments, b.path.segments];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = rank(left[index]) - rank(right[index]) || compare(textOf(left[index]), textOf(right[index]));
    if (difference !== 0) return difference;
  }
  return left.length - right.length || methods.indexOf(a.method) - methods.indexOf(b.method);
}

const methods = ["head", "get", "post", "put", "patch", "delete", "options", "trace"];

function rank(segment: PathSegment | undefined): number {
  if (segment === undefined || segment.kind === "literal") return 0;
  return pathParts(segment).length > 1 ? 1 : 2;
}

function textOf(segment: PathSegment | undefined): string {
  return segment?.kind === "literal" ? segment.text : "";
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
