import { type Problem, problem } from "../../report/problem";
import { refusedOption } from "../options/refused-option";
import { type LoadForm, stagesOf } from "./load-form";
import { mostIterations } from "./stage";

/** Without --max-requests: more than a test of minutes sends, less than a rate with a zero or two too many. */
export const usualMaxRequests = 1_000_000;

/**
 * Refuses a run that is planned to send more than its bound, before anything is sent. Users that go on as fast as they can have no plan; their run ends at the bound
 * (tools/compiler/emit/load-test/run-time).
 *
 * @param requestsPerIteration at most, of one iteration of each script
 */
export function checkBound(form: LoadForm, requestsPerIteration: number, maxRequests?: number): readonly Problem[] {
  const iterations = mostIterations(stagesOf(form));
  const planned = iterations === undefined ? requestsPerIteration : iterations * requestsPerIteration;
  return checkPlanned(planned, maxRequests);
}

/** Of which a run is made that sends the same load several times. */
export interface Rounds {
  readonly count: number;
  /** With the warm-up. */
  readonly seconds: number;
  readonly rate?: number;
  /** What asks for each operation first. */
  readonly probes: number;
}

/** The same for rounds. Those of users who go on as fast as they can have no plan, and ended at a bound they could not be compared. */
export function checkRounds(
  { count, seconds, rate, probes }: Rounds,
  requestsPerIteration: number,
  maxRequests?: number,
): readonly Problem[] {
  if (rate === undefined) {
    if (maxRequests === undefined) return [];
    const reason = "users who go on as fast as they can have no plan, and rounds that end early cannot be compared";
    return [refusedOption("max-requests", String(maxRequests), reason, "Give a --rate as well.")];
  }
  const iterations = count * mostOfRound(rate, seconds) + probes * mostOfRound(1, 1);
  return checkPlanned(iterations * requestsPerIteration, maxRequests);
}

/** Iterations at a constant rate, with what prepares them and cleans up. */
export function mostOfRound(iterationsPerSecond: number, seconds: number): number {
  // At the very end k6 may begin one more.
  return Math.ceil(iterationsPerSecond * seconds) + 1 + supportingIterations;
}

/** A row of each resource above, made and deleted again. Where each user has rows of its own it may be more: then the script ends at its share. */
const supportingIterations = 2;

/** The part of the bound that one run of one script may send itself, as a setting of generated scripts. Without a bound it needs none. */
export function shareOfBound(
  maxRequests: number | undefined,
  { count, probes }: Rounds,
  scripts: number,
): Readonly<Record<string, string>> {
  if (maxRequests === undefined) return {};
  return { MAX_REQUESTS: String(Math.floor(maxRequests / ((count + probes) * Math.max(1, scripts)))) };
}

/** @param planned requests, at most */
export function checkPlanned(planned: number, maxRequests?: number): readonly Problem[] {
  const bound = maxRequests ?? usualMaxRequests;
  if (planned <= bound) return [];
  const isGiven = maxRequests !== undefined;
  return [
    problem("load/option-refused", {
      option: "max-requests",
      value: String(bound),
      reason: `${isGiven ? "" : "it is the bound where none is given, and "}this run is planned to send up to ${planned} requests`,
      remedy: `Lower the rate or the duration, or allow that many: --max-requests=${planned}.`,
    }),
  ];
}
