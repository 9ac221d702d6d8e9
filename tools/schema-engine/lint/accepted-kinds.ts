import { type HazardKind, hazardKinds } from "../plan/hazard";

/**
 * Hazards that the comment lines at the top of a file accept, each with its reason: `-- specline:accept <KIND> <reason>`, and what a plan was
 * written with in spite of it, `-- specline:hazard <KIND>: <text>`. One without a reason accepts nothing.
 *
 * @param first text of the first file of its plan, where the hazards of all parts stand
 */
export function acceptedKinds(text: string, first = text): ReadonlyMap<HazardKind, string> {
  const found = new Map<HazardKind, string>();
  const add = (kind: string | undefined, reason: string) => {
    if (hazardKinds.includes(kind as HazardKind)) found.set(kind as HazardKind, reason);
  };
  for (const line of topLines(first)) {
    add(/^-- specline:hazard ([A-Z_]+): /.exec(line)?.[1], "allowed when it was planned");
  }
  for (const line of topLines(text)) {
    const [kind, reason = ""] = /^-- specline:accept ([A-Z_]+):?\s+(\S.*)$/.exec(line)?.slice(1) ?? [];
    add(kind, reason);
  }
  return found;
}

function topLines(text: string): readonly string[] {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  const end = lines.findIndex((line) => line.trim() !== "" && !line.startsWith("--"));
  return end === -1 ? lines : lines.slice(0, end);
}
