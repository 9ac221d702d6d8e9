/** One of the things that a bench compares. */
export interface Contender {
  readonly name: string;
  /** Puts things back as they were; not measured. */
  readonly before?: () => void;
  /** Does the work once; the time that it takes is measured. */
  readonly run: () => Promise<unknown>;
  /** CPU time of the work, asked for after each round, where it can be told. */
  readonly cpuMs?: () => number;
}

export interface Measured {
  readonly name: string;
  /** Milliseconds of each round, in order. */
  readonly durationsMs: readonly number[];
  /** CPU time of each round; empty: it cannot be told. */
  readonly cpuMs: readonly number[];
}

/**
 * Runs the contenders in turns, A B A B …, so that a machine that slows down slows all of them. The first round only warms
 * caches and is left out.
 */
export async function measure(contenders: readonly Contender[], rounds: number): Promise<readonly Measured[]> {
  const durations = contenders.map((): number[] => []);
  const cpu = contenders.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, { before, run, cpuMs }] of contenders.entries()) {
      before?.();
      const began = process.hrtime.bigint();
      await run();
      const durationMs = Number(process.hrtime.bigint() - began) / 1e6;
      const usedMs = cpuMs?.();
      if (round === 0) continue;
      durations[index]?.push(durationMs);
      if (usedMs !== undefined) cpu[index]?.push(usedMs);
    }
  }
  return contenders.map(({ name }, index) => ({ name, durationsMs: durations[index] ?? [], cpuMs: cpu[index] ?? [] }));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? (upper + (sorted[middle - 1] ?? Number.NaN)) / 2 : upper;
}
