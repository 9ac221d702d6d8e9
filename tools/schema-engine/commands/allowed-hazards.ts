import { type Problem, problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { type Hazard, type HazardKind, hazardKinds, refusedKinds, remedyOf } from "../plan/hazard";
import type { Segment } from "../plan/segment";
import type { ProvedPlan } from "../prove/proved-plan";

/** What would have to be allowed by name. */
export function missingKinds(hazards: readonly Hazard[], allowed: ReadonlySet<HazardKind>): readonly HazardKind[] {
  const left = hazards.filter((one) => refusedKinds.includes(one.kind) && !allowed.has(one.kind));
  return [...new Set(left.map((one) => one.kind))];
}

/**
 * `A,B` or `all`; none of an empty value, of which Nx makes the number 0. Throws `Refused` for a name that is no hazard: a typo must not allow
 * nothing silently.
 */
export function allowedHazards(option: string | undefined): ReadonlySet<HazardKind> {
  if (option === undefined || option === "" || option === "0") return new Set();
  if (option === "all") return new Set(hazardKinds);
  const names = option.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !hazardKinds.includes(name as HazardKind));
  if (unknown !== undefined) {
    throw new Refused([problem("migration/unknown-hazard", { name: unknown, known: hazardKinds.join(", ") })]);
  }
  return new Set(names as HazardKind[]);
}

/**
 * Hazards of a plan that must be allowed and that nobody allowed, with all that is needed to judge them: the other hazards, the notes of the plan, which
 * may say why they are there, and its statements.
 */
export function hazardProblems(
  { hazards, notes, up }: Pick<ProvedPlan, "hazards" | "notes" | "up">,
  allowed: ReadonlySet<HazardKind>,
): readonly Problem[] {
  const kinds = missingKinds(hazards, allowed);
  if (kinds.length === 0) return [];
  const missing = hazards.filter((one) => kinds.includes(one.kind));
  const others = hazards.filter((one) => !refusedKinds.includes(one.kind));
  const lines = [
    ...missing.map((one) => `  - ${one.kind}: ${one.text}`),
    ...new Set(missing.map((one) => `  ${one.kind}: ${remedyOf(one)}`)),
    ...others.map((one) => `  also, which stops nothing: ${one.kind}: ${one.text}`),
    ...notes.map((one) => `  note: ${one}`),
    ...statementLines(up),
  ];
  return [problem("migration/hazard-not-allowed", { hazards: lines.join("\n"), names: kinds.join(",") })];
}

const shownStatements = 60;

function statementLines(up: readonly Segment[]): readonly string[] {
  const lines = up.flatMap(({ statements }, index) => [
    `  transaction ${index + 1} of ${up.length}:`,
    ...statements.map((one) => `    ${one.trim().replace(/\s*\n\s*/g, " ")};`),
  ]);
  const rest = lines.length - shownStatements;
  return rest > 0 ? [...lines.slice(0, shownStatements), `    and ${rest} lines more, which --dry-run shows`] : lines;
}
