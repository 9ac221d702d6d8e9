import type { Problem } from "../../report/problem";
import type { MeasureOptions } from "./measure-options";
import { refusedOption } from "./refused-option";
import type { RunKind } from "./run-kind";

type Setting = keyof MeasureOptions;

const forms = ["smoke", "load", "steps", "spike", "soak"] as const;
const rounds = ["comparison", "baseline", "keeping"] as const;
const judged = [...forms, "attack", "baseline", "keeping", "merge"] as const;

/** The kinds of run that have an option. For all others it is refused, so that none is read and ignored. */
const kindsWith: Readonly<Record<Setting, readonly RunKind[]>> = {
  scenario: [...forms, "attack", "ratelimit", ...rounds],
  expectRateLimit: ["ratelimit"],
  rate: ["load", "spike", "soak", "attack", "ratelimit", ...rounds, "merge"],
  concurrency: ["load", "attack", ...rounds],
  duration: ["load", "steps", "spike", "soak", "attack", "ratelimit", ...rounds, "merge"],
  warmup: ["load", "steps", "spike", "soak"],
  steps: ["steps"],
  hold: ["steps"],
  targetRps: ["steps"],
  peak: ["spike"],
  maxRequests: [...forms, "attack", "ratelimit", ...rounds],
  // What a step is worth depends on how much of the processors its one k6 takes; rounds are those of one k6 as well.
  instances: ["load", "spike", "soak", "merge"],
  merge: ["merge"],
  p95Ms: judged,
  p99Ms: judged,
  errorRate: judged,
  // Rounds and the usual traffic beside an attack check a sample.
  check: forms,
  compareUrl: ["comparison"],
  compareToken: ["comparison"],
  baseline: ["baseline"],
  saveBaseline: ["baseline", "keeping"],
  allowEnvDrift: ["baseline"],
  failOn: ["comparison", "baseline"],
  rounds,
};

const chosenBy: Readonly<Record<RunKind, string>> = {
  smoke: "--scenario=smoke",
  load: "--scenario=load",
  steps: "--scenario=steps",
  spike: "--scenario=spike",
  soak: "--scenario=soak",
  attack: "--scenario=attack",
  ratelimit: "--scenario=ratelimit",
  comparison: "--compare-url",
  baseline: "--baseline",
  keeping: "--save-baseline",
  merge: "--merge",
};

/** Options that say by themselves what is done. */
const choosing: ReadonlySet<Setting> = new Set([
  "scenario",
  "expectRateLimit",
  "compareUrl",
  "baseline",
  "saveBaseline",
  "merge",
]);
/** Values that may hold a secret. */
const hidden: ReadonlySet<Setting> = new Set(["compareUrl", "compareToken"]);

/**
 * The one place where options that do not fit what is done are refused, all of them at once.
 *
 * @param missing kinds that the command does not have, and that it does not advise therefore
 */
export function unfitOptions(
  kind: RunKind,
  options: MeasureOptions,
  missing: readonly RunKind[] = [],
): readonly Problem[] {
  return (Object.keys(kindsWith) as Setting[])
    .filter((name) => isGiven(options[name]) && !kindsWith[name].includes(kind))
    .map((name) => {
      const value = hidden.has(name) ? "…" : String(options[name]);
      const reason = kind === "merge" ? "with --merge nothing is sent" : `${chosenBy[kind]} has no such setting`;
      return refusedOption(name, value, reason, remedyFor(name, missing));
    });
}

function remedyFor(name: Setting, missing: readonly RunKind[]): string {
  if (choosing.has(name)) return "Leave one of the two out.";
  const others = kindsWith[name].filter((one) => !missing.includes(one));
  return `Leave it out, or use ${others.map((one) => chosenBy[one]).join(" or ")}.`;
}

/** `--no-expect-rate-limit` asks for nothing. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== false;
}
