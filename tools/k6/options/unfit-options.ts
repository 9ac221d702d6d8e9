import type { Problem } from "../../report/problem";
import type { MeasureOptions } from "./measure-options";
import { refusedOption } from "./refused-option";
import type { RunKind } from "./run-kind";

type Setting = keyof MeasureOptions;

const objectives = ["p95Ms", "p99Ms", "errorRate"] as const satisfies readonly Setting[];
const rounds = ["scenario", "rate", "concurrency", "duration", "rounds"] as const satisfies readonly Setting[];

/** Which options each kind of run has: all others are refused, so that none is read and ignored. */
const settingsOf: Readonly<Record<RunKind, readonly Setting[]>> = {
  smoke: ["scenario", "maxRequests", "check", ...objectives],
  load: ["scenario", "rate", "concurrency", "duration", "warmup", "maxRequests", "instances", "check", ...objectives],
  // One process: which part of the processors k6 takes at each step decides what the steps are worth.
  steps: ["scenario", "steps", "duration", "warmup", "hold", "targetRps", "maxRequests", "check", ...objectives],
  spike: ["scenario", "rate", "duration", "warmup", "peak", "maxRequests", "instances", "check", ...objectives],
  soak: ["scenario", "rate", "duration", "warmup", "maxRequests", "instances", "check", ...objectives],
  // How many wrong requests there are follows from the description; the usual traffic beside them checks a sample.
  attack: ["scenario", "rate", "concurrency", "duration", ...objectives],
  ratelimit: ["scenario", "expectRateLimit", "rate", "duration"],
  // Rounds are measured by one process that checks a sample, on both sides alike.
  comparison: [...rounds, "compareUrl", "compareToken", "failOn"],
  baseline: [...rounds, "baseline", "saveBaseline", "allowEnvDrift", "failOn", ...objectives],
  keeping: [...rounds, "saveBaseline", ...objectives],
  merge: ["merge", "instances", "duration", "rate", ...objectives],
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

/** Where there is more to say than that a kind has no such setting. */
const reasons: Partial<Record<RunKind, string>> = {
  attack: "--scenario=attack follows from the description",
  comparison: "with --compare-url two servers get the same steady load, one k6 by turns",
  baseline: "with --baseline the load is that of the file, by one k6",
  keeping: "with --save-baseline it is a steady load, by one k6",
  merge: "with --merge nothing is sent",
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
  const known = [...new Set(Object.values(settingsOf).flat())];
  return known
    .filter((name) => isGiven(options[name]) && !settingsOf[kind].includes(name))
    .map((name) => {
      const value = hidden.has(name) ? "…" : String(options[name]);
      const reason = reasons[kind] ?? `${chosenBy[kind]} has no such setting`;
      return refusedOption(name, value, reason, remedyFor(name, missing));
    });
}

function remedyFor(name: Setting, missing: readonly RunKind[]): string {
  if (choosing.has(name)) return "Leave one of the two out.";
  const others = (Object.keys(settingsOf) as RunKind[]).filter(
    (one) => settingsOf[one].includes(name) && !missing.includes(one),
  );
  return `Leave it out, or use ${others.map((one) => chosenBy[one]).join(" or ")}.`;
}

/** `--no-expect-rate-limit` asks for nothing. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== false;
}
