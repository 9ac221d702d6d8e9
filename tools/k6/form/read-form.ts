import type { Problem } from "../../report/problem";
import { parseDuration } from "../duration";
import type { AmountOptions } from "../options/measure-options";
import { refusedOption } from "../options/refused-option";
import type { LoadForm } from "./load-form";
import { readSteps } from "./read-steps";
import type { Pace } from "./stage";

export const usualRate = 20;
/** k6 takes no scenario that is shorter, and says so only when it runs. */
export const leastSeconds = 1;
/** In each half of a comparison of first and last quarter there are blocks of at least this many. */
const leastSoakSeconds = 24;

/** Reads a form of load; all that is wrong with it is said at once. */
export function readForm(kind: LoadForm["kind"], options: AmountOptions): LoadForm | readonly Problem[] {
  const problems: Problem[] = [];
  const seconds = (name: "duration" | "warmup" | "hold", usual: number, least: number, isWhole: boolean) => {
    const given = options[name];
    if (given === undefined) return usual;
    const parsed = name === "warmup" && /^0(s|ms|m|h)?$/.test(String(given)) ? 0 : parseDuration(given);
    if (parsed !== undefined && parsed >= least && (!isWhole || Number.isInteger(parsed))) return parsed;
    const reason =
      parsed === undefined
        ? "it is no time above 0 and up to 24h"
        : parsed < least
          ? `--scenario=${kind} needs at least ${least} s to tell anything`
          : "samples are kept by the second, so it takes whole seconds";
    problems.push(refusedOption(name, String(given), reason, `Write ${Math.max(usual, least)}s or 1m30s.`));
    return usual;
  };
  const form = formOf(kind, options, seconds, problems);
  return problems.length > 0 || form === undefined ? problems : form;
}

function formOf(
  kind: LoadForm["kind"],
  options: AmountOptions,
  seconds: (name: "duration" | "warmup" | "hold", usual: number, least: number, isWhole: boolean) => number,
  problems: Problem[],
): LoadForm | undefined {
  const iterationsPerSecond = options.rate ?? usualRate;
  switch (kind) {
    case "smoke":
      return { kind };
    case "load": {
      const pace = paceOf(options);
      return {
        kind,
        pace,
        warmUpSeconds: seconds("warmup", 1, 0, true),
        seconds: seconds("duration", 10, leastSeconds, false),
      };
    }
    case "steps": {
      const paces = readSteps(options.steps ?? "1,2,4,8,16,32");
      if ("code" in paces) problems.push(paces);
      const form = {
        warmUpSeconds: seconds("warmup", 1, 1, true),
        seconds: seconds("duration", 5, 2, true),
        holdSeconds: seconds("hold", 30, 2, true),
        ...(options.targetRps === undefined ? {} : { targetRps: options.targetRps }),
      };
      return "code" in paces ? undefined : { kind, paces, ...form };
    }
    case "spike":
      return {
        kind,
        iterationsPerSecond,
        peak: options.peak ?? 5,
        warmUpSeconds: seconds("warmup", 2, 0, true),
        seconds: seconds("duration", 10, 3, true),
      };
    case "soak":
      return {
        kind,
        iterationsPerSecond,
        warmUpSeconds: seconds("warmup", 10, 0, true),
        seconds: seconds("duration", 1800, leastSoakSeconds, true),
      };
    default:
      throw new Error(`unknown form of load: ${JSON.stringify(kind satisfies never)}`);
  }
}

/** Users alone are a closed model; with a rate they are those that stand ready for it. */
function paceOf({ rate, concurrency }: AmountOptions): Pace {
  if (rate === undefined && concurrency !== undefined) return { kind: "users", users: concurrency };
  const users = concurrency === undefined ? {} : { users: concurrency };
  return { kind: "rate", iterationsPerSecond: rate ?? usualRate, ...users };
}
