import type { Problem } from "../../report/problem";
import type { Subject } from "../baseline/baseline";
import { parseDuration } from "../duration";
import { leastSeconds, usualRate } from "../form/read-form";
import type { SteadyLoad } from "../load-test";
import type { AmountOptions } from "./measure-options";
import { refusedOption } from "./refused-option";

/**
 * The same load for a time, of what has no form. The scripts of an API have a rate, for which users stand ready; one request is sent by users who go on as
 * fast as they can, unless it has a rate.
 */
export function readSteady(
  { rate, concurrency, duration }: AmountOptions,
  kind: Subject["kind"],
  usualDuration: string,
): SteadyLoad | readonly Problem[] {
  const durationSeconds = parseDuration(duration ?? usualDuration);
  if (durationSeconds === undefined)
    return [refusedOption("duration", String(duration), "it is no time above 0 and up to 24h", "Write 30s or 1m30s.")];
  if (durationSeconds < leastSeconds)
    return [refusedOption("duration", String(duration), "it tells nothing below 1 s", "Write 3s or more.")];
  if (kind === "api")
    return { durationSeconds, rate: rate ?? usualRate, ...(concurrency === undefined ? {} : { concurrency }) };
  return rate === undefined
    ? { durationSeconds, concurrency: concurrency ?? 10 }
    : { durationSeconds, rate, concurrency: concurrency ?? Math.max(10, Math.ceil(rate)) };
}
