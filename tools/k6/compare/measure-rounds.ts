import { mergeHistograms, percentileUs } from "../histogram";
import { judgeOutcomes, type Measured, type MeasureRequest, runInOwnFolder } from "../measure";
import type { Measurement } from "../measurement";
import type { K6Outcome } from "../run-k6";
import type { OperationRounds, RoundFigures } from "./compare-rounds";

export interface RoundsRequest {
  readonly baseline: MeasureRequest;
  readonly candidate: MeasureRequest;
  readonly rounds: number;
  /** Of each round; what is measured meanwhile is left out. */
  readonly warmUpSeconds: number;
  /** Before each round, which counts from 1. */
  readonly onRound: (round: number) => void;
}

export interface MeasuredRounds {
  /** Only rounds in which both sides answered. */
  readonly operations: readonly OperationRounds[];
  readonly baseline: Measured;
  readonly candidate: Measured;
}

type Side = "baseline" | "candidate";

/**
 * Measures two targets by turns, A B, B A, A B, …: whatever happens to the machine meanwhile happens to both, and neither always comes
 * first. Stops early when it is aborted.
 */
export async function measureRounds(request: RoundsRequest): Promise<MeasuredRounds> {
  const outcomes: Record<Side, K6Outcome[]> = { baseline: [], candidate: [] };
  const isAborted = () => request.candidate.signal?.aborted === true;
  for (let round = 0; round < request.rounds && !isAborted(); round++) {
    request.onRound(round + 1);
    const order: readonly Side[] = round % 2 === 0 ? ["baseline", "candidate"] : ["candidate", "baseline"];
    for (const side of order) {
      if (isAborted()) break;
      for (const scriptPath of request[side].scriptPaths)
        outcomes[side].push(await runInOwnFolder(request[side], scriptPath));
    }
  }
  const figures = (side: Side) => outcomes[side].map((one) => figuresOf(one.measurement, request.warmUpSeconds));
  return {
    operations: pairUp(figures("baseline"), figures("candidate")),
    baseline: judgeOutcomes(request.baseline, outcomes.baseline),
    candidate: judgeOutcomes(request.candidate, outcomes.candidate),
  };
}

type Figures = ReadonlyMap<string, RoundFigures>;

function figuresOf({ cells }: Measurement, warmUpSeconds: number): Figures {
  const first = Math.min(...cells.map((one) => one.second));
  const counted = cells.filter((one) => one.second >= first + warmUpSeconds);
  const names = [...new Set(counted.map((one) => one.operation))];
  return new Map(
    names.map((name) => {
      const own = counted.filter((one) => one.operation === name);
      const merged = mergeHistograms(own.map((one) => one.latency));
      const failed = mergeHistograms(own.filter((one) => !one.isExpected).map((one) => one.latency));
      // A request takes no less than a microsecond.
      const at = (share: number) => Math.max(1, percentileUs(merged, share) ?? 0) / 1_000;
      return [name, { p50Ms: at(0.5), p95Ms: at(0.95), requests: merged.count, errors: failed.count }];
    }),
  );
}

function pairUp(baseline: readonly Figures[], candidate: readonly Figures[]): readonly OperationRounds[] {
  const names = [...new Set(candidate.flatMap((one) => [...one.keys()]))].sort();
  return names.map((operation) => {
    const pairs = candidate.flatMap((one, round) => {
      const [before, after] = [baseline[round]?.get(operation), one.get(operation)];
      return before === undefined || after === undefined ? [] : [{ before, after }];
    });
    return { operation, baseline: pairs.map(({ before }) => before), candidate: pairs.map(({ after }) => after) };
  });
}
