import { compareRounds, type LatencyChange, type RoundFigures } from "../../../tools/k6/compare/compare-rounds";
import type { Share } from "../../../tools/k6/compare/error-shares";
import { type Random, randomOf } from "../../../tools/random/random";

export interface Simulation {
  /** How much the speed of the machine drifts. */
  readonly machine: "busy" | "quiet";
  /** `turns`: both sides in the same rounds; `apart`: the baseline on another day. */
  readonly way: "turns" | "apart";
  readonly rounds: number;
  readonly operations: number;
  /** 0.2: the candidate is a fifth slower. */
  readonly shift: number;
  readonly simulations: number;
}

/** In how many of so many simulated comparisons any percentile of any operation is `wanted`. */
export function shareOfRuns(simulation: Simulation, wanted: (one: LatencyChange) => boolean): Share {
  const found = Array.from({ length: simulation.simulations }, (_, index) => simulateOnce(simulation, index)).filter(
    (changes) => changes.some(wanted),
  );
  return { count: found.length, of: simulation.simulations };
}

export function isChange({ verdict }: LatencyChange): boolean {
  return verdict === "regressed" || verdict === "improved";
}

export function isSlowerP50({ metric, verdict }: LatencyChange): boolean {
  return metric === "p50" && verdict === "regressed";
}

function simulateOnce(simulation: Simulation, index: number): readonly LatencyChange[] {
  const { way, rounds, operations, shift } = simulation;
  const random = randomOf(`s${index}`);
  const normal = normalOf(random);
  const spread = spreads[simulation.machine];
  const first = machine(rounds, spread, random, normal);
  const second = way === "turns" ? first : machine(rounds, spread, random, normal);
  const of = ({ speeds }: Machine, factor: number) =>
    speeds.map((speed): RoundFigures => {
      const luck = Math.exp(0.03 * normal()) * (random.chance(spread.disturbed) ? 1.5 : 1);
      const p50Ms = 5 * factor * speed * luck;
      const tail = Math.exp(2 * spread.drift * Math.abs(normal()));
      return { p50Ms, p95Ms: p50Ms * 2 * tail, requests: 1_000, errors: 0 };
    });
  const names = Array.from({ length: operations }, (_, at) => `o${at}`);
  const compared = names.map((operation) => ({
    operation,
    baseline: of(first, 1),
    candidate: of(second, 1 + shift),
  }));
  const calibration = { baseline: first.calibrationMs, candidate: second.calibrationMs, divides: false };
  return compareRounds(compared, {
    pairing: way === "turns" ? { kind: "turns" } : { kind: "apart", calibration },
    random: randomOf(`draw s${index}`),
  }).latencies;
}

interface Spread {
  /** Between days and between rounds: standard deviations of the logarithm. */
  readonly day: number;
  readonly drift: number;
  /** Share of rounds that take half as long again. */
  readonly disturbed: number;
}

const spreads: Readonly<Record<Simulation["machine"], Spread>> = {
  busy: { day: 0.05, drift: 0.15, disturbed: 0.1 },
  quiet: { day: 0.01, drift: 0.03, disturbed: 0.02 },
};

interface Machine {
  /** How much longer everything takes, by round. */
  readonly speeds: readonly number[];
  readonly calibrationMs: readonly number[];
}

/**
 * A busy machine: slower or faster than on another day, drifting from round to round, where a slow round is followed by another. What
 * calibration sees of that is not quite what services see.
 */
function machine(rounds: number, spread: Spread, random: Random, normal: () => number): Machine {
  const day = spread.day * normal();
  const drifts: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const news = spread.drift * normal();
    drifts.push(round === 0 ? news : persistence * (drifts[round - 1] ?? 0) + Math.sqrt(1 - persistence ** 2) * news);
  }
  const share = random.integer(50, 150) / 100;
  return {
    speeds: drifts.map((drift) => Math.exp(day + drift)),
    calibrationMs: drifts.map((drift) => 0.2 * Math.exp(share * (day + drift) + 0.03 * normal())),
  };
}

const persistence = 0.5;

function normalOf(random: Random): () => number {
  const uniform = () => random.integer(0, 1_000_000) / 1_000_000;
  return () => Math.sqrt(-2 * Math.log(1 - uniform() * 0.999999)) * Math.cos(2 * Math.PI * uniform());
}
