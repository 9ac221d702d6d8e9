import { closest } from "../../compiler/diagnostics/closest";
import type { Problem } from "../../report/problem";
import type { LoadForm } from "../form/load-form";
import type { MeasureOptions } from "./measure-options";
import { refusedOption } from "./refused-option";

/** What is done. The options that a kind has are in unfit-options.ts. */
export type RunKind =
  /** A form of load, judged by its figures. */
  | LoadForm["kind"]
  | "attack"
  | "ratelimit"
  /** Two servers by turns. */
  | "comparison"
  /** Rounds that are compared with those in a file. */
  | "baseline"
  /** Rounds that are kept in a file. */
  | "keeping"
  /** What others have measured. */
  | "merge";

const scenarios = [
  "smoke",
  "load",
  "steps",
  "spike",
  "soak",
  "attack",
  "ratelimit",
] as const satisfies readonly RunKind[];

/** The kind of run that the options choose. Another one that they choose as well is refused with what does not fit (unfit-options.ts). */
export function runKindOf(options: MeasureOptions): RunKind | Problem {
  const { scenario = "load" } = options;
  const kind = scenarios.find((one) => one === scenario);
  if (kind === undefined) {
    const near = closest(scenario, [...scenarios]);
    const remedy = near === undefined ? `There are: ${scenarios.join(", ")}.` : `Did you mean --scenario=${near}?`;
    return refusedOption("scenario", scenario, "there is no such scenario", remedy);
  }
  if (options.merge !== undefined) return "merge";
  if (kind !== "load") return kind;
  if (options.expectRateLimit === true && options.scenario === undefined) return "ratelimit";
  if (options.compareUrl !== undefined) return "comparison";
  if (options.baseline !== undefined) return "baseline";
  if (options.saveBaseline !== undefined) return "keeping";
  return options.steps !== undefined && options.scenario === undefined ? "steps" : kind;
}
