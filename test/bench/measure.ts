/** One of the things that a bench compares. */
export interface Contender {
  readonly name: string;
  /** Puts things back as they were; not measured. */
  readonly before?: () => void;
  /** Does the work once and says what it cost, in the unit of its group. */
  readonly sample: () => Promise<number>;
}

export interface Measured {
  readonly name: string;
  /** Of each round, in order. */
  readonly costs: readonly number[];
}

/**
 * Runs the contenders in turns, A B A B …, so that a machine that slows down slows all of them. The first round only warms
 * caches and is left out.
 */
export async function measure(contenders: readonly Contender[], rounds: number): Promise<readonly Measured[]> {
  const costs = contenders.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, { before, sample }] of contenders.entries()) {
      before?.();
      const cost = await sample();
      if (round > 0) costs[index]?.push(cost);
    }
  }
  return contenders.map(({ name }, index) => ({ name, costs: costs[index] ?? [] }));
}

/** What most benches sample: the time from the start to the end of the work. */
export function elapsedMs(work: () => Promise<unknown>): () => Promise<number> {
  return async () => {
    const began = process.hrtime.bigint();
    await work();
    return Number(process.hrtime.bigint() - began) / 1e6;
  };
}

/** The costs of each round beside those of another contender in the same round. */
export function ratiosOfPairs(costs: readonly number[], reference: readonly number[]): readonly number[] {
  return costs.map((cost, round) => cost / (reference[round] ?? Number.NaN));
}
