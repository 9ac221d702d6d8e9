import { judgeOutcomes, type Measured, type MeasureRequest, runInOwnFolder } from "../measure";
import type { K6Outcome } from "../run-k6";
import type { OperationRounds } from "./compare-rounds";
import { figuresOf, type Round, roundOf } from "./round";

export interface RoundsRequest<Sides extends readonly MeasureRequest[]> {
  /** Measured by turns; the scripts of one are run one after the other. */
  readonly sides: Sides;
  readonly rounds: number;
  /** Of each run; what is measured meanwhile is left out. */
  readonly warmUpSeconds: number;
  /** Before each round, which counts from 1. */
  readonly onRound: (round: number) => void;
}

export interface MeasuredSide {
  readonly rounds: readonly Round[];
  readonly measured: Measured;
}

/**
 * Measures targets by turns, A B, B A, A B, …: whatever happens to the machine meanwhile happens to all, and none always comes first. Of
 * several scripts each goes by turns, so that what is compared is seconds apart. Stops early when it is aborted.
 */
export async function measureRounds<const Sides extends readonly MeasureRequest[]>(
  request: RoundsRequest<Sides>,
): Promise<{ readonly [Key in keyof Sides]: MeasuredSide }> {
  const { sides } = request;
  const outcomes: K6Outcome[][][] = sides.map(() => []);
  const isAborted = () => sides.some((one) => one.signal?.aborted === true);
  const scripts = Math.max(...sides.map((one) => one.scriptPaths.length));
  const inOrder = sides.map((side, index) => ({ side, index }));
  for (let round = 0; round < request.rounds && !isAborted(); round++) {
    request.onRound(round + 1);
    for (const one of outcomes) one.push([]);
    const order = round % 2 === 0 ? inOrder : [...inOrder].reverse();
    for (let script = 0; script < scripts; script++) {
      for (const { side, index } of order) {
        const path = side.scriptPaths[script];
        if (path !== undefined && !isAborted()) outcomes[index]?.[round]?.push(await runInOwnFolder(side, path));
      }
    }
  }
  return sides.map((side, index) => ({
    rounds: (outcomes[index] ?? []).map((one) => roundOf(one, request.warmUpSeconds)),
    measured: judgeOutcomes(side, (outcomes[index] ?? []).flat()),
  })) as { readonly [Key in keyof Sides]: MeasuredSide };
}

/** Of each operation the rounds in which both sides answered. */
export function pairUp(baseline: readonly Round[], candidate: readonly Round[]): readonly OperationRounds[] {
  return namesIn(candidate).map((operation) => {
    const pairs = candidate.flatMap((one, round) => {
      const [before, after] = [baseline[round]?.get(operation), one.get(operation)];
      return before === undefined || after === undefined ? [] : [{ before, after }];
    });
    return {
      operation,
      baseline: pairs.map(({ before }) => figuresOf(before)),
      candidate: pairs.map(({ after }) => figuresOf(after)),
    };
  });
}

/** Of each operation all rounds of both sides, which have nothing to do with each other. */
export function sideBySide(baseline: readonly Round[], candidate: readonly Round[]): readonly OperationRounds[] {
  const of = (rounds: readonly Round[], operation: string) =>
    rounds.flatMap((one) => {
      const own = one.get(operation);
      return own === undefined ? [] : [figuresOf(own)];
    });
  return namesIn(candidate).map((operation) => ({
    operation,
    baseline: of(baseline, operation),
    candidate: of(candidate, operation),
  }));
}

function namesIn(rounds: readonly Round[]): readonly string[] {
  return [...new Set(rounds.flatMap((one) => [...one.keys()]))].sort();
}
