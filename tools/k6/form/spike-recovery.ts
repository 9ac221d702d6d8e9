import type { Measurement } from "../measurement";
import { type OperationSummary, type Second, type Summary, summarize } from "../summary";
import type { Thresholds, Verdict } from "../verdict";
import { crossedThresholds, unansweredReason } from "../verdict";
import { type Spike, spikeStageNames, spikeStages } from "./spike";
import { inSeconds, ofStage, originOf } from "./stage-window";

/** How a service took a spike. */
export interface SpikeRecovery {
  readonly base: OperationSummary;
  readonly spike: OperationSummary;
  readonly after: OperationSummary;
  /** Iterations that could not even begin in the spike. */
  readonly droppedInSpike: number;
  /** The slowest second of the base: what counts as being at base again, in milliseconds. */
  readonly baseP95Ms: number;
  /** Seconds after the spike until all was as before; absent: it was not before the end. */
  readonly recoverySeconds?: number;
  readonly watchedSeconds: number;
}

/** So many seconds in a row must be as before: one may be luck. */
const calmSeconds = 3;

/** `undefined`: one of the stages has no samples. */
export function spikeRecovery(form: Spike, measurement: Measurement): SpikeRecovery | undefined {
  const stages = spikeStages(form);
  const origin = originOf(measurement, stages);
  const spikeStage = stages.find((one) => one.name === spikeStageNames.spike);
  if (origin === undefined || spikeStage === undefined) return undefined;
  const [base, spike, after] = [spikeStageNames.base, spikeStageNames.spike, spikeStageNames.after].map((name) =>
    summarize(ofStage(measurement, name), name === spikeStageNames.after ? 2 * form.seconds : form.seconds),
  ) as [Summary, Summary, Summary];
  if ([base, spike, after].some((one) => one.total.requests === 0)) return undefined;
  const baseP95Ms = Math.max(...base.seconds.map((one) => one.p95Ms));
  const worstErrors = Math.max(...base.seconds.map(errorShare));
  const end = origin + spikeStage.startSeconds + spikeStage.seconds;
  const watchedSeconds = 2 * form.seconds;
  const isCalm = Array.from({ length: watchedSeconds }, (_, offset) => {
    // Whatever stage began them: what the spike left undone is what is waited for.
    const [second] = summarize(inSeconds(measurement, end + offset, 1), 1).seconds;
    return second !== undefined && second.p95Ms <= baseP95Ms && errorShare(second) <= worstErrors;
  });
  const recovered = isCalm.findIndex((_, index) => {
    const rest = isCalm.slice(index, index + calmSeconds);
    return rest.length === calmSeconds && rest.every(Boolean);
  });
  return {
    base: base.total,
    spike: spike.total,
    after: after.total,
    droppedInSpike: spike.droppedIterations,
    baseP95Ms,
    ...(recovered < 0 ? {} : { recoverySeconds: recovered }),
    watchedSeconds,
  };
}

/** Latency in the spike is told, not judged; that the service answers in it and comes back is. */
export function judgeSpike(
  form: Spike,
  measurement: Measurement,
  thresholds: Thresholds,
  recovery: SpikeRecovery | undefined,
): Verdict {
  const fail = (verdict: Verdict["verdict"], reasons: readonly string[]): Verdict => ({
    verdict,
    success: false,
    reasons,
  });
  if (recovery === undefined) return fail("incomplete", ["a stage of the spike has no samples"]);
  const base = summarize(ofStage(measurement, spikeStageNames.base), form.seconds);
  const crossed = crossedThresholds({ summary: base, thresholds });
  if (crossed.length > 0)
    return fail(
      "thresholds-crossed",
      crossed.map((one) => `before the spike: ${one}`),
    );
  const { spike, droppedInSpike, recoverySeconds, watchedSeconds } = recovery;
  const lost = `in the spike ${spike.errors} of ${spike.requests} requests failed, ${droppedInSpike} iterations could not begin, p95 was ${(spike.latencyMs?.p95 ?? 0).toFixed(1)} ms (base ${(recovery.base.latencyMs?.p95 ?? 0).toFixed(1)} ms)`;
  if (recoverySeconds === undefined)
    return fail("not-recovered", [
      `the service was not as before within ${watchedSeconds} s after the spike (p95 of a second at most ${recovery.baseP95Ms.toFixed(1)} ms, for ${calmSeconds} s)`,
      lost,
    ]);
  const { interruptedIterations } = summarize(measurement, form.seconds);
  if (interruptedIterations > 0) return fail("thresholds-crossed", [unansweredReason(interruptedIterations), lost]);
  const back = `as before ${recoverySeconds} s after the spike`;
  if (spike.errorRate > thresholds.errorRate || droppedInSpike > 0) return fail("thresholds-crossed", [lost, back]);
  return { verdict: "passed", success: true, reasons: [back, lost] };
}

function errorShare({ errors, requests }: Second): number {
  return requests === 0 ? 0 : errors / requests;
}
