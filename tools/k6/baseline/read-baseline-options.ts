import { existsSync, statSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { type Problem, problem } from "../../report/problem";
import { mostRounds } from "../compare/judge-comparison";
import { parseDuration } from "../duration";
import { keyPrefix } from "../keys/missing-keys";
import type { MeasureOptions } from "../options/measure-options";
import { refusedOption } from "../options/refused-option";
import type { ScriptPlan } from "../read-plan";
import type { Baseline, Subject } from "./baseline";
import { readBaseline } from "./read-baseline";
import type { BaselineTest } from "./run-baseline";

/** What the options say of baselines, with the load that the rounds are to be measured with. */
export interface BaselinePlan {
  readonly options: MeasureOptions;
  readonly plan: Pick<BaselineTest, "rounds" | "baseline" | "savePath" | "allowsEnvDrift" | "failOn">;
}

/** What it finds, on a busy machine and a quiet one: docs/measurement.md. */
export const usualRounds = 24;

/** Reads the options of baselines; the load is that of the baseline, so that nobody has to repeat it. */
export function readBaselineOptions(workspaceRoot: string, options: MeasureOptions): BaselinePlan | readonly Problem[] {
  const { failOn = "regressed" } = options;
  if (options.baseline !== undefined && String(options.baseline) === String(options.saveBaseline)) {
    const reason = "it is the baseline itself, and one that every run replaces never shows a slow decline";
    const remedy = "Name another file, and replace the baseline on purpose.";
    return [refusedOption("saveBaseline", String(options.saveBaseline), reason, remedy)];
  }
  const savePath = options.saveBaseline === undefined ? undefined : String(options.saveBaseline);
  const unwritable = savePath === undefined ? undefined : whyUnwritable(workspaceRoot, savePath);
  if (unwritable !== undefined) return [unwritable];
  const path = options.baseline === undefined ? undefined : String(options.baseline);
  const value = path === undefined ? undefined : readBaseline(workspaceRoot, path);
  if (value !== undefined && "code" in value) return [value];
  const others = value === undefined ? [] : otherLoads(options, value);
  if (others.length > 0) return others;
  return {
    options: value === undefined ? options : withLoadOf(options, value),
    plan: {
      rounds: options.rounds ?? Math.min(mostRounds, value?.rounds.length ?? usualRounds),
      ...(value === undefined || path === undefined ? {} : { baseline: { path, value } }),
      ...(savePath === undefined ? {} : { savePath }),
      allowsEnvDrift: options.allowEnvDrift === true,
      failOn,
    },
  };
}

/** Whether a baseline is of what is measured now; `undefined`: it is. */
export function whyOfAnother(
  { path, value }: { readonly path: string; readonly value: Baseline },
  subject: Subject,
  { operations, skipped }: Pick<ScriptPlan, "operations" | "skipped">,
): Problem | undefined {
  const refuse = (reason: string, remedy: string) =>
    problem("load/baseline-refused", { path, place: "", reason, remedy });
  const anew = "Name the baseline of this one, or measure it with --save-baseline.";
  if (value.subject.kind === "api" && subject.kind === "api" && value.subject.api !== subject.api)
    return refuse(`it is of the API \`${value.subject.api}\`, and this is \`${subject.api}\``, anew);
  if (value.subject.kind !== subject.kind)
    return refuse(
      value.subject.kind === "api" ? "it is of an API, and one request is asked for" : "it is of one request",
      value.subject.kind === "api" ? "Leave --url out." : `It needs --url with the path of ${value.subject.name}.`,
    );
  if (value.subject.kind === "request" && subject.kind === "request" && value.subject.hash !== subject.hash)
    return refuse(
      value.subject.name === subject.name
        ? `it is of a ${subject.name} with another query, headers, body or expected status`
        : `it is of ${value.subject.name}, and this is ${subject.name}`,
      anew,
    );
  const known = new Set(value.rounds.flatMap((one) => [...one.operations.keys()]));
  // What is beside an operation changes it, so the flow with keys is no baseline of the one without.
  const closed = skipped.find(({ operation, reason }) => known.has(operation) && reason.includes(keyPrefix));
  if (closed !== undefined)
    return refuse(
      `it has ${closed.operation}, and now ${closed.reason}`,
      "Set the keys that it was measured with, or measure it anew.",
    );
  const unknown = operations.filter((one) => !known.has(one));
  return unknown.length === 0
    ? undefined
    : refuse(
        `it does not have ${unknown.join(", ")}`,
        "Name a resource that it has with --resource, or measure it anew.",
      );
}

/** What is asked for and is not the load of the baseline: figures of different loads say nothing about each other. */
function otherLoads(options: MeasureOptions, { load }: Baseline): readonly Problem[] {
  const asked: readonly (readonly [string, unknown, number | null | undefined, number | null])[] = [
    ["rate", options.rate, options.rate, load.rate],
    ["concurrency", options.concurrency, options.concurrency, load.concurrency],
    [
      "duration",
      options.duration,
      options.duration === undefined ? undefined : (parseDuration(options.duration) ?? null),
      load.secondsPerRound,
    ],
  ];
  return asked.flatMap(([option, value, now, then]) =>
    now === undefined || now === then
      ? []
      : [
          refusedOption(
            option,
            String(value),
            `the baseline was measured with ${then ?? "none"}`,
            "Leave it out: the load is taken from the baseline.",
          ),
        ],
  );
}

function withLoadOf(options: MeasureOptions, { load }: Baseline): MeasureOptions {
  return {
    ...options,
    ...(load.rate === null ? {} : { rate: load.rate }),
    ...(load.concurrency === null ? {} : { concurrency: load.concurrency }),
    duration: load.secondsPerRound,
  };
}

/** Found before minutes of load whose result could not be kept. */
function whyUnwritable(workspaceRoot: string, path: string): Problem | undefined {
  const file = resolve(workspaceRoot, path);
  const refuse = (reason: string) => problem("load/baseline-not-written", { path, reason });
  if (path.trim() === "" || (existsSync(file) && statSync(file).isDirectory())) return refuse("it is a folder");
  if (existsSync(file) && "code" in readBaseline(workspaceRoot, path))
    return refuse("another file is there, which is no baseline and would be lost");
  let folder = dirname(file);
  while (!existsSync(folder)) folder = dirname(folder);
  return statSync(folder).isDirectory() ? undefined : refuse(`${relative(workspaceRoot, folder)} is no folder`);
}
