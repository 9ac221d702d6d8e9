import type { ProcessorSample } from "../../process/watch-processors";
import type { Pace, Stage } from "../form/stage";
import { inSeconds, ofStage, originOf } from "../form/stage-window";
import type { Measurement } from "../measurement";
import { type Summary, summarize } from "../summary";
import { crossedThresholds, type Thresholds } from "../verdict";

/** What one step measured, in whole seconds after its warm-up. */
export interface StepFigures {
  readonly pace: Pace;
  readonly summary: Summary;
  readonly iterationsPerSecond: number;
  /** Requests under way on average, by Little's law: throughput times mean latency. */
  readonly inFlight: number;
  /** How far that is from the number of users, who do nothing but wait: −0.1 says that a tenth of their time went elsewhere. Of rates nothing is known to compare with. */
  readonly littleDeviation?: number;
  /** What of the objectives the step misses; none: it meets them. */
  readonly misses: readonly string[];
  readonly processors?: ProcessorUse;
}

/** While a step was measured. */
export interface ProcessorUse {
  /** Of all processors together, 0 to 1. */
  readonly machine: number;
  readonly k6: number;
  /** In processors: 1 is one that is busy all the time. Absent: the service's process is not known. */
  readonly serverProcessors?: number;
  /** What neither k6 nor the service used, in processors. */
  readonly otherProcessors: number;
}

/** A step that reaches less than this of its rate has not reached it. */
const leastRateShare = 0.95;

/** Figures of steps that were measured, in order; a step without a whole second of samples is missing. */
export function stepFigures(
  measurement: Measurement,
  stages: readonly Stage[],
  timing: { readonly warmUpSeconds: number; readonly seconds: number },
  thresholds: Thresholds,
  processors: readonly ProcessorSample[],
  cores: number,
): readonly StepFigures[] {
  const origin = originOf(measurement, stages);
  if (origin === undefined) return [];
  return stages.flatMap((stage) => {
    const whole = ofStage(measurement, stage.name);
    const from = origin + stage.startSeconds + timing.warmUpSeconds;
    const window = inSeconds(whole, from, timing.seconds);
    const summary = summarize(window, timing.seconds);
    const all = summarize(whole, stage.seconds);
    if (summary.total.requests === 0) return [];
    const perIteration = all.iterations === 0 ? 1 : all.total.requests / all.iterations;
    const iterationsPerSecond = summary.total.requestsPerSecond / perIteration;
    const inFlight = (summary.total.requestsPerSecond * (summary.total.latencyMs?.mean ?? 0)) / 1000;
    const use = processorUse(processors, from, from + timing.seconds, cores);
    const misses = [...crossedThresholds({ summary, thresholds }), ...rateMiss(stage.pace, iterationsPerSecond)];
    return [
      {
        pace: stage.pace,
        summary,
        iterationsPerSecond,
        inFlight,
        ...(stage.pace.kind === "users" ? { littleDeviation: inFlight / stage.pace.users - 1 } : {}),
        misses,
        ...(use === undefined ? {} : { processors: use }),
      },
    ];
  });
}

function rateMiss(pace: Pace, reached: number): readonly string[] {
  return pace.kind === "rate" && reached < leastRateShare * pace.iterationsPerSecond
    ? [`${reached.toFixed(1)} of ${pace.iterationsPerSecond} iterations/s were reached`]
    : [];
}

function processorUse(
  samples: readonly ProcessorSample[],
  from: number,
  to: number,
  cores: number,
): ProcessorUse | undefined {
  const inside = samples.filter(({ at }) => at >= from && at <= to);
  const [first, last] = [inside[0], inside.at(-1)];
  if (first === undefined || last === undefined || last.at - first.at < 0.5) return undefined;
  const seconds = last.at - first.at;
  const busy = (name: string) => {
    const [before, after] = [first.processes[name], last.processes[name]];
    return before === undefined || after === undefined ? undefined : (after - before) / seconds;
  };
  const machine = (last.machine - first.machine) / seconds;
  const k6 = busy("k6") ?? 0;
  const server = busy("server");
  return {
    machine: Math.min(1, machine / cores),
    k6: k6 / cores,
    ...(server === undefined ? {} : { serverProcessors: server }),
    otherProcessors: Math.max(0, machine - k6 - (server ?? 0)),
  };
}
