import { type Problem, problem } from "../../report/problem";
import { type LoadForm, stagesOf } from "./load-form";
import { mostIterations } from "./stage";

/** Without --max-requests: more than a test of minutes sends, less than a rate with a zero or two too many. */
export const usualMaxRequests = 1_000_000;

/**
 * Refuses a run that is planned to send more than its bound, before anything is sent. Users that go on as fast as they can have no plan; their run ends at the bound
 * (tools/compiler/emit/load-test/run-time-source.ts).
 *
 * @param requestsPerIteration at most, of one iteration of each script
 */
export function checkBound(form: LoadForm, requestsPerIteration: number, maxRequests?: number): readonly Problem[] {
  const iterations = mostIterations(stagesOf(form));
  const planned = iterations === undefined ? requestsPerIteration : iterations * requestsPerIteration;
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
