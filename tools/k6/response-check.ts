import type { K6Program } from "./k6-program";
import type { CheckedResponses } from "./measurement";

/** Which responses are held against the description. */
export type CheckOption = "all" | "sampled" | "off";

/** How a run checks responses. */
export interface ResponseCheck {
  /** Of so many iterations one is checked; 0: none. */
  readonly every: number;
  readonly usesExtension: boolean;
}

/** A check in JavaScript costs about as much as a request. */
const sampledEvery = 50;

/** What scripts do that nothing is said to. */
export const sampledByScript: ResponseCheck = { every: sampledEvery, usesExtension: false };

/** Only with our extension is the check of every response cheap enough; without it one in some is checked, whatever was asked. */
export function responseCheckFor(
  option: CheckOption,
  k6: Pick<K6Program, "hasChecks" | "hasHistograms">,
): ResponseCheck {
  // Our output writes what our check counts.
  const isNative = k6.hasChecks && k6.hasHistograms;
  if (option === "off") return { every: 0, usesExtension: false };
  return { every: option === "all" && isNative ? 1 : sampledEvery, usesExtension: isNative };
}

/** What goes with every run of scripts; `tools/compiler/emit/load-test/run-time` reads the variable. */
export function checkEnvironment({ every }: ResponseCheck): Readonly<Record<string, string>> {
  return { CHECK_EVERY: String(every) };
}

/** `GET … /data/0/id type: is string, not integer`, for each operation with a fault. */
export function faultReasons(responses: ReadonlyMap<string, CheckedResponses>): readonly string[] {
  return [...responses]
    .filter(([, { failed }]) => failed > 0)
    .map(([operation, { checked, failed, samples }]) => {
      const told = samples.map(faultText).join("; ");
      return `${operation}: ${failed} of ${checked} checked responses break the description${told === "" ? "" : `: ${told}`}`;
    });
}

/** `200 /data/0/id: type, is string, not integer` */
export function faultText({ status, path, keyword, message }: CheckedResponses["samples"][number]): string {
  return `${status} ${path === "" ? "body" : path}: ${keyword}${message === "" ? "" : `, ${message}`}`;
}
