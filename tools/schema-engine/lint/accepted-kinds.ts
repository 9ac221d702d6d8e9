import { type HazardKind, hazardKinds } from "../plan/hazard";

/**
 * Hazards that the comment lines at the top of a file accept, each with its reason: `-- specline:accept <KIND> <reason>`, and what a plan was
 * written with in spite of it, `-- specline:hazard <KIND>: <text>`. One without a reason accepts nothing.
 */
export function acceptedKinds(text: string): ReadonlyMap<HazardKind, string> {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  const end = lines.findIndex((line) => line.trim() !== "" && !line.startsWith("--"));
  const found = new Map<HazardKind, string>();
  for (const line of end === -1 ? lines : lines.slice(0, end)) {
    const accept = /^-- specline:accept ([A-Z_]+):?\s+(\S.*)$/.exec(line);
    const planned = /^-- specline:hazard ([A-Z_]+): /.exec(line);
    const [kind, reason] = accept?.slice(1) ?? [planned?.[1], "allowed when it was planned"];
    if (kind !== undefined && hazardKinds.includes(kind as HazardKind)) found.set(kind as HazardKind, reason ?? "");
  }
  return found;
}
