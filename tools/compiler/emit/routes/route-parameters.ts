import type { PathTemplate } from "../../model/operation";
import { pathParts } from "./path-parts";

/** A name for each path parameter that every framework's router takes: letters, digits and `_`. */
export function routeParameters({ segments }: PathTemplate): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const part of segments.flatMap(pathParts)) {
    if (part.kind !== "parameter" || names.has(part.name)) continue;
    const isSafe = /^[A-Za-z_]\w*$/.test(part.name) && part.name !== "__proto__";
    names.set(part.name, isSafe ? part.name : `parameter${names.size + 1}`);
  }
  return names;
}
