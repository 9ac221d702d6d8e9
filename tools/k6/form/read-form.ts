import { closest } from "../../compiler/diagnostics/closest";
import { type Problem, problem } from "../../report/problem";
import { parseDuration } from "../duration";
import type { LoadForm } from "./load-form";
import { readSteps } from "./read-steps";
import type { Pace } from "./stage";

/** Options of `load` and `loadtest` that say how load is put on a service. */
export interface FormOptions {
  /** Default: load. */
  readonly scenario?: string;
  /** Iterations per second. */
  readonly rate?: number;
  readonly concurrency?: number;
  readonly duration?: string | number;
  readonly warmup?: string | number;
  readonly steps?: string | number;
  readonly peak?: number;
  readonly hold?: string | number;
  readonly targetRps?: number;
}

type FormOption = Exclude<keyof FormOptions, "scenario">;

const usualRate = 20;
/** In each half of a comparison of first and last quarter there are blocks of at least this many. */
const leastSoakSeconds = 24;

/** Which options each form has. */
const optionsOf: Readonly<Record<LoadForm["kind"], readonly FormOption[]>> = {
  smoke: [],
  load: ["rate", "concurrency", "duration", "warmup"],
  steps: ["steps", "duration", "warmup", "hold", "targetRps"],
  spike: ["rate", "duration", "warmup", "peak"],
  soak: ["rate", "duration", "warmup"],
};

/** Reads the form of load; all that is wrong with it is said at once, and nothing is ignored. */
export function readForm(options: FormOptions): LoadForm | readonly Problem[] {
  const names = Object.keys(optionsOf) as LoadForm["kind"][];
  const scenario = options.scenario ?? (options.steps === undefined ? "load" : "steps");
  const kind = names.find((one) => one === scenario);
  if (kind === undefined) {
    const near = closest(scenario, names);
    const remedy = near === undefined ? `There are: ${names.join(", ")}.` : `Did you mean --scenario=${near}?`;
    return [refused("scenario", scenario, "there is no such form of load", remedy)];
  }
  const problems = [...new Set(names.flatMap((name) => optionsOf[name]))]
    .filter((name) => options[name] !== undefined && !optionsOf[kind].includes(name))
    .map((name) => {
      const others = names.filter((one) => optionsOf[one].includes(name)).map((one) => `--scenario=${one}`);
      const reason = `--scenario=${kind} has no such setting`;
      return refused(dashed(name), String(options[name]), reason, `Leave it out, or use ${others.join(" or ")}.`);
    });
  const seconds = (name: "duration" | "warmup" | "hold", usual: number, least: number, isWhole: boolean) => {
    const given = options[name];
    if (given === undefined) return usual;
    const parsed = name === "warmup" && /^0(s|ms|m|h)?$/.test(String(given)) ? 0 : parseDuration(given);
    if (parsed !== undefined && parsed >= least && (!isWhole || Number.isInteger(parsed))) return parsed;
    const reason =
      parsed === undefined
        ? "it is no time above 0"
        : parsed < least
          ? `--scenario=${kind} needs at least ${least} s to tell anything`
          : "samples are kept by the second, so it takes whole seconds";
    problems.push(refused(name, String(given), reason, `Write ${Math.max(usual, least)}s or 1m30s.`));
    return usual;
  };
  const form = formOf(kind, options, seconds, problems);
  return problems.length > 0 || form === undefined ? problems : form;
}

function formOf(
  kind: LoadForm["kind"],
  options: FormOptions,
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
        seconds: seconds("duration", 10, 0, false),
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
function paceOf({ rate, concurrency }: FormOptions): Pace {
  if (rate === undefined && concurrency !== undefined) return { kind: "users", users: concurrency };
  const users = concurrency === undefined ? {} : { users: concurrency };
  return { kind: "rate", iterationsPerSecond: rate ?? usualRate, ...users };
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function refused(option: string, value: string, reason: string, remedy: string): Problem {
  return problem("load/option-refused", { option, value, reason, remedy });
}
