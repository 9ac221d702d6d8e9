import type { Measurement } from "../measurement";
import type { Stage } from "./stage";

/**
 * The Unix second in which the run began, from samples alone: every stage tells it by its first sample, and a stage whose first request takes long tells it too late, so
 * the earliest counts. `undefined` without samples.
 */
export function originOf({ cells }: Measurement, stages: readonly Stage[]): number | undefined {
  const tellers = stages.flatMap((stage) => {
    const own = cells.filter((cell) => cell.stage === stage.name).map((cell) => cell.second);
    return own.length === 0 ? [] : [least(own) - stage.startSeconds];
  });
  return tellers.length === 0 ? undefined : least(tellers);
}

/** What ended in whole seconds, whatever stage began it; counters are of the whole run. */
export function inSeconds(measurement: Measurement, fromSecond: number, seconds: number): Measurement {
  const isIn = (second: number) => second >= fromSecond && second < fromSecond + seconds;
  return { ...measurement, cells: measurement.cells.filter((cell) => isIn(cell.second)) };
}

/** What one stage began, with its own counters. */
export function ofStage(measurement: Measurement, name: string): Measurement {
  return {
    cells: measurement.cells.filter((cell) => cell.stage === name),
    counters: measurement.stageCounters?.get(name) ?? new Map(),
    isComplete: measurement.isComplete,
  };
}

function least(values: readonly number[]): number {
  return values.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
}
