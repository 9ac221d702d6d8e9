import { type MeasuredSide, measureRounds } from "../compare/measure-rounds";
import { figuresOf } from "../compare/round";
import { comparedThresholds, warmUpSeconds } from "../compare/run-comparison";
import type { MeasureRequest } from "../measure";
import type { BaselineRound } from "./baseline";
import { echoSide, startEchoServer } from "./echo-server";

export interface BesideEcho {
  readonly calibration: MeasuredSide;
  readonly candidate: MeasuredSide;
  /** Only those in which both answered. */
  readonly rounds: readonly BaselineRound[];
}

/** Measures rounds of a target and, by turns with it, of an echo server that is the same in all runs. */
export async function measureBesideEcho(
  target: MeasureRequest,
  rounds: number,
  onRound: (round: number) => void,
): Promise<BesideEcho> {
  const echo = await startEchoServer();
  try {
    const { workspaceRoot, k6, signal } = target;
    const common = { workspaceRoot, k6, thresholds: comparedThresholds, ...(signal === undefined ? {} : { signal }) };
    const [calibration, candidate] = await measureRounds({
      sides: [echoSide(echo, 1 + warmUpSeconds, common), target],
      rounds,
      warmUpSeconds,
      onRound,
    });
    return { calibration, candidate, rounds: completeRounds(calibration, candidate) };
  } finally {
    echo.close();
  }
}

function completeRounds(calibration: MeasuredSide, candidate: MeasuredSide): readonly BaselineRound[] {
  return candidate.rounds.flatMap((operations, index) => {
    const [echo] = calibration.rounds[index]?.values() ?? [];
    return echo === undefined || operations.size === 0 ? [] : [{ calibrationMs: figuresOf(echo).p50Ms, operations }];
  });
}
