import { randomOf } from "../../random/random";
import type { Output } from "../../report/output";
import type { Problem } from "../../report/problem";
import type { ApiDocument } from "../attack/api-document";
import { runAttack } from "../attack/run-attack";
import type { Subject } from "../baseline/baseline";
import type { MeasuredFiles } from "../baseline/environment";
import { readBaselineOptions, usualRounds, whyOfAnother } from "../baseline/read-baseline-options";
import { runBaseline } from "../baseline/run-baseline";
import { runComparison, warmUpSeconds } from "../compare/run-comparison";
import { readForm, usualRate } from "../form/read-form";
import {
  checkBound,
  checkPlanned,
  checkRounds,
  mostOfRound,
  shareOfBound,
  usualMaxRequests,
} from "../form/request-bound";
import type { FindTarget } from "../in-turn";
import type { ScriptTest } from "../load-test";
import { readingRequest } from "../rate-limit/reading-request";
import { mostPerSecond, runRateLimit, usualBurst } from "../rate-limit/run-rate-limit";
import { urlRequest } from "../rate-limit/url-request";
import { runLoadTest } from "../run-load-test";
import type { MeasureOptions } from "./measure-options";
import { readLimits } from "./read-limits";
import { readSteady } from "./read-steady";
import { refusedOption } from "./refused-option";
import type { RunKind } from "./run-kind";

/** What is sent, and to whom. */
export interface Sent extends Pick<ScriptTest, "scriptPaths" | "plan" | "findTarget" | "notes" | "keyed"> {
  readonly subject: Subject;
  readonly files: MeasuredFiles;
  /** The server at `--compare-url`. */
  readonly findBaseline?: FindTarget;
}

export interface RunPlace {
  readonly workspaceRoot: string;
  readonly project: string;
  /** `load` or `loadtest`. */
  readonly target: string;
  readonly output: Output;
  /** The API's description, for what it alone can tell. */
  readonly readDocument: () => Promise<{ readonly document: ApiDocument } | readonly Problem[]>;
}

export type Work = () => Promise<{ success: boolean }>;

/** Reads what the kind of run needs of the options, which fit it (unfit-options.ts); what is wrong with it is refused before anything is sent. */
export async function planRun(
  kind: Exclude<RunKind, "merge">,
  options: MeasureOptions,
  sent: Sent,
  place: RunPlace,
): Promise<Work | readonly Problem[]> {
  const { scriptPaths, plan, findTarget, notes = [], keyed = {} } = sent;
  const test: ScriptTest = { ...place, scriptPaths, plan, findTarget, notes, keyed };
  switch (kind) {
    case "attack":
      return planAttack(options, test, place);
    case "ratelimit":
      return planBurst(options, sent, test, place);
    case "comparison":
      return planComparison(options, sent, test);
    case "baseline":
    case "keeping":
      return planBaseline(options, sent, test);
    default:
      return planForm(kind, options, sent, test);
  }
}

function planForm(
  kind: Parameters<typeof readForm>[0],
  options: MeasureOptions,
  { plan, scriptPaths, subject }: Sent,
  test: ScriptTest,
): Work | readonly Problem[] {
  const form = readForm(kind, options);
  if (!("kind" in form)) return form;
  const beyond = checkBound(form, plan.requestsPerIteration, options.maxRequests);
  if (beyond.length > 0) return beyond;
  const isOfMany = form.kind === "load" || form.kind === "smoke";
  if (scriptPaths.length > 1 && !isOfMany) {
    const reason = "resources are measured one after the other, and this form of load is of one of them";
    return [refusedOption("scenario", form.kind, reason, "Choose one with --resource.")];
  }
  const { maxRequests, instances, check = "all" } = options;
  return () =>
    runLoadTest({
      ...test,
      form,
      ...readLimits(options),
      ...(maxRequests === undefined ? {} : { maxRequests }),
      ...(instances === undefined ? {} : { instances }),
      // One request of somebody's has no description to be held against.
      ...(subject.kind === "api" ? { check } : {}),
    });
}

async function planAttack(
  options: MeasureOptions,
  test: ScriptTest,
  place: RunPlace,
): Promise<Work | readonly Problem[]> {
  const steady = readSteady(options, "api", "10s");
  if (!("durationSeconds" in steady)) return steady;
  const found = await place.readDocument();
  if (!("document" in found)) return found;
  const { maxRequests = usualMaxRequests } = options;
  const rate = steady.rate ?? usualRate;
  return () => runAttack({ ...test, ...steady, rate, ...readLimits(options), ...found, maxRequests });
}

async function planBurst(
  options: MeasureOptions,
  { subject, plan }: Sent,
  test: ScriptTest,
  place: RunPlace,
): Promise<Work | readonly Problem[]> {
  const steady = readSteady(options, subject.kind, "10s");
  if (!("durationSeconds" in steady)) return steady;
  const { rate = usualBurst } = options;
  if (rate > mostPerSecond) {
    const remedy = `Give at most ${mostPerSecond} requests per second.`;
    return [refusedOption("rate", String(rate), "a burst beyond that does harm by itself", remedy)];
  }
  const asked = subject.kind === "api" ? mostOfRound(1, 1) * plan.requestsPerIteration : 0;
  const beyond = checkPlanned(Math.ceil(rate * steady.durationSeconds) + afterBurst + asked, options.maxRequests);
  if (beyond.length > 0) return beyond;
  const burst = { ...test, rate, durationSeconds: steady.durationSeconds };
  if (subject.kind === "request") return () => runRateLimit({ ...burst, requestFor: urlRequest });
  const found = await place.readDocument();
  if (!("document" in found)) return found;
  return () => runRateLimit({ ...burst, requestFor: (...given) => readingRequest({ ...test, ...found }, ...given) });
}

function planComparison(options: MeasureOptions, sent: Sent, test: ScriptTest): Work | readonly Problem[] {
  const steady = readSteady(options, sent.subject.kind, "3s");
  if (!("durationSeconds" in steady)) return steady;
  const { findBaseline, subject } = sent;
  if (findBaseline === undefined) throw new Error("a comparison needs the server at --compare-url");
  const { rounds = usualRounds, failOn = "regressed", maxRequests } = options;
  const seconds = steady.durationSeconds + warmUpSeconds;
  const runs = { ...steady, seconds, count: 2 * rounds, probes: sent.subject.kind === "api" ? 2 : 0 };
  const beyond = checkRounds(runs, sent.plan.requestsPerIteration, maxRequests);
  if (beyond.length > 0) return beyond;
  // A single request may be meant to fail; operations are asked for before they get load.
  const isProbed = subject.kind === "api";
  const random = randomOf(test.project);
  const bound = shareOfBound(maxRequests, runs, sent.scriptPaths.length);
  return () => runComparison({ ...test, ...steady, findBaseline, isProbed, rounds, failOn, random, bound });
}

function planBaseline(given: MeasureOptions, sent: Sent, test: ScriptTest): Work | readonly Problem[] {
  const read = readBaselineOptions(test.workspaceRoot, given);
  if (!("options" in read)) return read;
  const { options, plan } = read;
  const { subject, files } = sent;
  const steady = readSteady(options, subject.kind, "3s");
  if (!("durationSeconds" in steady)) return steady;
  const runs = { ...steady, seconds: steady.durationSeconds + warmUpSeconds, count: plan.rounds, probes: 0 };
  const beyond = checkRounds(runs, sent.plan.requestsPerIteration, options.maxRequests);
  if (beyond.length > 0) return beyond;
  const other = plan.baseline && whyOfAnother(plan.baseline, subject, sent.plan);
  if (other !== undefined) return [other];
  const random = randomOf(test.project);
  const bound = shareOfBound(options.maxRequests, runs, sent.scriptPaths.length);
  return () => runBaseline({ ...test, ...steady, ...readLimits(options), ...plan, subject, files, random, bound });
}

/** The two that ask whether the service has recovered. */
const afterBurst = 2;
