import { type Problem, problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { type Hazard, type HazardKind, hazardKinds, refusedKinds, remedies } from "../plan/hazard";

/** What would have to be allowed by name. */
export function missingKinds(hazards: readonly Hazard[], allowed: ReadonlySet<HazardKind>): readonly HazardKind[] {
  const left = hazards.filter((one) => refusedKinds.includes(one.kind) && !allowed.has(one.kind));
  return [...new Set(left.map((one) => one.kind))];
}

/** `A,B` or `all`. Throws `Refused` for a name that is no hazard: a typo must not allow nothing silently. */
export function allowedHazards(option: string | undefined): ReadonlySet<HazardKind> {
  if (option === undefined || option === "") return new Set();
  if (option === "all") return new Set(hazardKinds);
  const names = option.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !hazardKinds.includes(name as HazardKind));
  if (unknown !== undefined) {
    throw new Refused([problem("migration/unknown-hazard", { name: unknown, known: hazardKinds.join(", ") })]);
  }
  return new Set(names as HazardKind[]);
}

/** Hazards of a plan that must be allowed and that nobody allowed. */
export function hazardProblems(hazards: readonly Hazard[], allowed: ReadonlySet<HazardKind>): readonly Problem[] {
  const kinds = missingKinds(hazards, allowed);
  if (kinds.length === 0) return [];
  const lines = [
    ...hazards.filter((one) => kinds.includes(one.kind)).map((one) => `  - ${one.kind}: ${one.text}`),
    ...kinds.map((kind) => `  ${kind}: ${remedies[kind]}`),
  ];
  return [problem("migration/hazard-not-allowed", { hazards: lines.join("\n"), names: kinds.join(",") })];
}
