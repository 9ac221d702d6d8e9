import { randomOf } from "../../random/random";
import type { LoadTest } from "../load-test";
import type { Measured } from "../measure";
import { runSteps } from "../scaling/run-steps";
import type { Thresholds, Verdict } from "../verdict";
import type { FormOutcome } from "./form-report";
import { type LoadForm, stagesOf } from "./load-form";
import { judgeSoak, soakDrift } from "./soak-drift";
import { judgeSpike, spikeRecovery } from "./spike-recovery";
import { secondsOf } from "./stage";

export interface FormRun extends Pick<LoadTest, "form" | "project" | "plan" | "output"> {
  readonly thresholds: Thresholds;
  readonly maxRequests: number;
  /** Runs one form of load, with at most so many requests. */
  readonly measureForm: (form: LoadForm, maxRequests: number) => Promise<Measured>;
  readonly isAborted: () => boolean;
}

export interface FormResult {
  readonly measured: Measured;
  readonly verdict: Verdict;
  readonly found?: FormOutcome | undefined;
}

/** Measures a form of load, and says what it alone can tell. */
export async function runForm(run: FormRun): Promise<FormResult> {
  const { form, project, plan, output, thresholds, maxRequests, measureForm, isAborted } = run;
  const random = randomOf(project);
  if (form.kind === "steps") {
    const { requestsPerIteration } = plan;
    const { measured, verdict, scaling } = await runSteps({
      ...{ form, thresholds, requestsPerIteration, maxRequests, random, measureForm, isAborted, onLine: output.line },
    });
    return { measured, verdict, ...(scaling === undefined ? {} : { found: { kind: "steps", scaling } }) };
  }
  const measured = await measureForm(form, maxRequests);
  const { verdict, outcomes } = measured;
  const [outcome] = outcomes;
  const isWhole = verdict.verdict === "passed" || verdict.verdict === "thresholds-crossed";
  if (outcome === undefined || !isWhole) return { measured, verdict };
  if (measured.summary.isBounded && form.kind !== "load")
    return {
      measured,
      verdict: { verdict: "request-limit", success: false, reasons: ["--max-requests was reached before the end"] },
    };
  if (form.kind === "spike") {
    const recovery = spikeRecovery(form, outcome.measurement);
    const judged = judgeSpike(form, outcome.measurement, thresholds, recovery);
    return { measured, verdict: judged, ...(recovery === undefined ? {} : { found: { kind: "spike", recovery } }) };
  }
  if (form.kind === "soak") {
    const drift = soakDrift(form, outcome.measurement, random);
    return {
      measured,
      verdict: judgeSoak(drift, verdict),
      ...(drift === undefined ? {} : { found: { kind: "soak", drift } }),
    };
  }
  return { measured, verdict };
}

/** Without warm-up. */
export function measuredSeconds(form: LoadForm): number {
  if (form.kind === "load" || form.kind === "soak") return form.seconds;
  if (form.kind === "smoke") return 1;
  return secondsOf(stagesOf(form)) - (form.kind === "spike" ? form.warmUpSeconds : 0);
}
