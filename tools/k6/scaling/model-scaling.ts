import type { Random } from "../../random/random";
import { quantileOfSorted } from "../compare/median";
import { fitHardLimit, type HardLimit, throughputUpTo } from "./fit-hard-limit";
import { fitUsl, throughputAt, type Usl, type UslPoint } from "./fit-usl";

/** A parameter that the steps tell, with its 95 % interval, or why they do not. */
export type Estimate =
  | { readonly isIdentified: true; readonly value: number; readonly interval: readonly [low: number, high: number] }
  | { readonly isIdentified: false; readonly reason: string };

/** What the steps follow better. */
export type Law = ({ readonly kind: "usl" } & Usl) | ({ readonly kind: "hard-limit" } & HardLimit);

export interface ScalingModel {
  /** Absent: there are too few steps. */
  readonly law?: Law;
  /** Requests per second of one user. */
  readonly lambda: Estimate;
  readonly sigma: Estimate;
  readonly kappa: Estimate;
  /** Users at which throughput is highest; beyond it falls. Known only with κ. */
  readonly peak: Estimate;
  /** Requests per second that a service with a hard limit does not exceed. */
  readonly capacity: Estimate;
}

const leastPoints = 5;
const draws = 500;
/** No machine measures throughput better than this. */
const leastNoise = 0.01;
/** An interval whose ends differ by more than this says nothing. */
const widest = { throughput: 2, other: 10 } as const;

/**
 * Fits both laws, keeps the one that is nearer, and says how sure each parameter is: new throughputs are drawn around it, as far off as the steps were, and fitted again. How
 * far the steps are off is itself only known from them, so that is drawn as well (Student's reasoning: six steps have three degrees of freedom).
 */
export function modelScaling(points: readonly UslPoint[], random: Random): ScalingModel {
  const usl = points.length < leastPoints ? undefined : fitUsl(points);
  if (usl === undefined)
    return nothingKnown(`there are ${points.length} steps with answers, and a model needs ${leastPoints}`);
  const limit = fitHardLimit(points);
  return limit !== undefined && limit.residual < usl.residual
    ? modelHardLimit(points, limit, random)
    : modelUsl(points, usl, random);
}

export function throughputBy(law: Law, n: number): number {
  return law.kind === "usl" ? throughputAt(law, n) : throughputUpTo(law, n);
}

function modelUsl(points: readonly UslPoint[], fit: Fit & Usl, random: Random): ScalingModel {
  const law: Law = { kind: "usl", lambda: fit.lambda, sigma: fit.sigma, kappa: fit.kappa };
  const drawn = draw(points, law, fit, random, fitUsl);
  const kappa = estimate(
    fit.kappa,
    drawn.map((one) => one.kappa),
    widest.other,
    "cost of coherency",
  );
  const peak: Estimate = kappa.isIdentified
    ? { isIdentified: true, value: peakOf(fit), interval: intervalOf(drawn.filter((one) => one.kappa > 0).map(peakOf)) }
    : unknown("κ is not identified, so it is not known whether and where throughput falls");
  return {
    law,
    lambda: estimate(
      fit.lambda,
      drawn.map((one) => one.lambda),
      widest.throughput,
      "throughput",
    ),
    sigma: estimate(
      fit.sigma,
      drawn.map((one) => one.sigma),
      widest.other,
      "contention",
    ),
    kappa,
    peak,
    capacity: unknown("the steps do not follow a hard limit"),
  };
}

function modelHardLimit(points: readonly UslPoint[], fit: Fit & HardLimit, random: Random): ScalingModel {
  const law: Law = { kind: "hard-limit", lambda: fit.lambda, capacity: fit.capacity };
  const drawn = draw(points, law, fit, random, fitHardLimit);
  const bent = unknown("the steps follow a hard limit, which breaks the curve where contention and coherency bend it");
  return {
    law,
    lambda: estimate(
      fit.lambda,
      drawn.map((one) => one.lambda),
      widest.throughput,
      "throughput",
    ),
    sigma: bent,
    kappa: bent,
    peak: unknown("throughput stays at the limit"),
    capacity: estimate(
      fit.capacity,
      drawn.map((one) => one.capacity),
      widest.throughput,
      "limit",
    ),
  };
}

interface Fit {
  readonly residual: number;
  readonly degreesOfFreedom: number;
}

function draw<Fitted>(
  points: readonly UslPoint[],
  law: Law,
  { residual, degreesOfFreedom }: Fit,
  random: Random,
  refit: (points: readonly UslPoint[]) => Fitted | undefined,
): readonly Fitted[] {
  const spread = Math.max(residual, leastNoise);
  return Array.from({ length: draws }, () => {
    const chi = Array.from({ length: degreesOfFreedom }, () => normal(random) ** 2).reduce((a, b) => a + b, 0);
    // A draw of next to nothing would be a spread without end.
    const own = Math.min(spread * Math.sqrt(degreesOfFreedom / chi), 10 * spread, 0.9);
    return refit(
      points.map(({ concurrency }) => ({
        concurrency,
        throughput: throughputBy(law, concurrency) * Math.max(0.01, 1 + own * normal(random)),
      })),
    );
  }).filter((one) => one !== undefined);
}

function nothingKnown(reason: string): ScalingModel {
  const none = unknown(reason);
  return { lambda: none, sigma: none, kappa: none, peak: none, capacity: none };
}

function unknown(reason: string): Estimate {
  return { isIdentified: false, reason };
}

function peakOf({ sigma, kappa }: Usl): number {
  return Math.sqrt(Math.max(0, 1 - sigma) / kappa);
}

function estimate(value: number, drawn: readonly number[], mostRatio: number, what: string): Estimate {
  if (value <= 0) return unknown(`the steps show no ${what}: the best fit is its bound, 0`);
  const [low, high] = intervalOf(drawn);
  if (low <= 0) return unknown(`the steps fit without ${what}, too`);
  if (!(high <= low * mostRatio))
    return unknown("its interval is so wide that it says nothing; add steps, or make them longer");
  return { isIdentified: true, value, interval: [low, high] };
}

function intervalOf(values: readonly number[]): readonly [low: number, high: number] {
  const sorted = Float64Array.from(values).sort();
  return [quantileOfSorted(sorted, 0.025), quantileOfSorted(sorted, 0.975)];
}

/** Box and Muller's way to a normal number. */
function normal(random: Random): number {
  const share = () => random.integer(1, 2 ** 31 - 1) / 2 ** 31;
  return Math.sqrt(-2 * Math.log(share())) * Math.cos(2 * Math.PI * share());
}
