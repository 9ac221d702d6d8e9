import { availableParallelism } from "node:os";
import type { Random } from "../../random/random";
import { type LoadForm, stagesOf } from "../form/load-form";
import { describePace, mostIterations } from "../form/stage";
import { ofStage } from "../form/stage-window";
import type { Steps } from "../form/steps";
import { type Measured, requestsOf } from "../measure";
import { summarize } from "../summary";
import { crossedThresholds, type Thresholds, type Verdict } from "../verdict";
import { countInstances } from "./count-instances";
import { generatorBound, judgeScaling, notIdentified } from "./judge-scaling";
import { modelScaling } from "./model-scaling";
import { nameLimit } from "./name-limit";
import { confirmed, type Hold, type Scaling } from "./scaling";
import { type StepFigures, stepFigures } from "./step-figures";

export interface StepsRun {
  readonly form: Steps;
  readonly thresholds: Thresholds;
  readonly requestsPerIteration: number;
  readonly maxRequests: number;
  readonly random: Random;
  readonly onLine: (line: string) => void;
  /** Runs one form of load, with at most so many requests. */
  readonly measureForm: (form: LoadForm, maxRequests: number) => Promise<Measured>;
  readonly isAborted: () => boolean;
}

/** Of the rate that the best step reached: a queue that is filled to the brim by users who wait overflows when nobody waits. */
const holdShares = [1, 0.85, 0.7];
/** Verdicts that say that there is nothing to conclude from: so many wrong answers a second are no capacity either. */
const worthless: readonly Verdict["verdict"][] = [
  "canceled",
  "script-failed",
  "no-samples",
  "no-response",
  "script-errors",
  "contract-broken",
  "incomplete",
  "request-limit",
];

/** Steps, then holds, then what follows from them. */
export async function runSteps(run: StepsRun): Promise<{ measured: Measured; verdict: Verdict; scaling?: Scaling }> {
  const { form, thresholds } = run;
  const measured = await run.measureForm(form, run.maxRequests);
  if (worthless.includes(measured.verdict.verdict)) return { measured, verdict: measured.verdict };
  if (measured.summary.isBounded)
    return {
      measured,
      verdict: {
        verdict: "request-limit",
        success: false,
        reasons: ["--max-requests was reached before all steps were measured"],
      },
    };
  const steps = measured.outcomes.flatMap((outcome) =>
    stepFigures(outcome.measurement, stagesOf(form), form, thresholds, outcome.processors, availableParallelism()),
  );
  const best = bestStep(steps);
  const points = steps.map((one) => ({
    concurrency: one.pace.kind === "users" ? one.pace.users : one.inFlight,
    throughput: one.summary.total.requestsPerSecond,
  }));
  const found = {
    steps,
    ...(best === undefined ? {} : { best }),
    model: modelScaling(points, run.random),
    limit: nameLimit(steps),
    ...(form.targetRps === undefined ? {} : { targetRps: form.targetRps }),
  };
  const step = best === undefined || generatorBound(found) !== undefined ? undefined : steps[best];
  const holds = step === undefined ? [] : await holdAt(run, step, run.maxRequests - requestsOf(measured.outcomes));
  const borne = confirmed({ holds })?.summary.total.requestsPerSecond;
  const isKnown = borne !== undefined && notIdentified(found) === undefined;
  const scaling: Scaling = {
    ...found,
    holds,
    ...(form.targetRps !== undefined && isKnown ? { advice: countInstances(form.targetRps, borne) } : {}),
  };
  const verdict: Verdict = run.isAborted()
    ? { verdict: "canceled", success: false, reasons: ["the run was interrupted"] }
    : judgeScaling(scaling);
  return { measured, verdict, scaling };
}

/** Of steps with nearly the same throughput the one with fewer users. */
function bestStep(steps: readonly StepFigures[]): number | undefined {
  const meeting = steps.filter((one) => one.misses.length === 0);
  const most = Math.max(...meeting.map((one) => one.summary.total.requestsPerSecond));
  const index = steps.findIndex((one) => one.misses.length === 0 && one.summary.total.requestsPerSecond >= 0.98 * most);
  return index < 0 ? undefined : index;
}

async function holdAt(run: StepsRun, step: StepFigures, requestsLeft: number): Promise<readonly Hold[]> {
  const { form, thresholds } = run;
  const holds: Hold[] = [];
  let left = requestsLeft;
  for (const share of holdShares) {
    // k6 takes whole iterations per second, or per minute.
    const wanted = (step.pace.kind === "rate" ? step.pace.iterationsPerSecond : step.iterationsPerSecond) * share;
    const iterationsPerSecond = wanted >= 20 ? Math.floor(wanted) : Math.max(1, Math.floor(wanted * 60)) / 60;
    const hold: LoadForm = {
      kind: "load",
      pace: { kind: "rate", iterationsPerSecond },
      warmUpSeconds: form.warmUpSeconds,
      seconds: form.holdSeconds,
    };
    const planned = (mostIterations(stagesOf(hold)) ?? 0) * run.requestsPerIteration;
    if (planned > left) {
      run.onLine(
        `specline: no hold at ${iterationsPerSecond.toFixed(1)} iterations/s: ${planned} requests are more than the ${left} that --max-requests leaves`,
      );
      break;
    }
    run.onLine(
      `specline: ${describePace(step.pace)} met the objectives; holding ${iterationsPerSecond.toFixed(1)} iterations/s for ${form.holdSeconds} s`,
    );
    const measured = await run.measureForm(hold, left);
    if (run.isAborted()) break;
    left -= requestsOf(measured.outcomes);
    const measurement = measured.outcomes.map((one) => ofStage(one.measurement, "load"));
    const [summary] = measurement.map((one) => summarize(one, form.holdSeconds));
    if (summary === undefined) break;
    const failed = worthless.includes(measured.verdict.verdict) ? measured.verdict.reasons : [];
    const busy = measured.verdict.verdict === "generator-bound" ? measured.verdict.reasons.slice(0, 1) : [];
    const misses = [...failed, ...busy, ...crossedThresholds({ summary, thresholds })];
    holds.push({ iterationsPerSecond, seconds: form.holdSeconds, summary, misses });
    if (misses.length === 0) break;
  }
  return holds;
}
