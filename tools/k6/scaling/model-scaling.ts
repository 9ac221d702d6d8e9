import type { Random } from "../../random/random";
import { quantileOfSorted } from "../compare/median";
import { fitUsl, throughputAt, type Usl, type UslPoint } from "./fit-usl";

/** A parameter that the steps tell, with its 95 % interval, or why they do not. */
export type Estimate =
  | { readonly isIdentified: true; readonly value: number; readonly interval: readonly [low: number, high: number] }
  | { readonly isIdentified: false; readonly reason: string };

export interface ScalingModel {
  /** Absent: there are too few steps. */
  readonly curve?: Usl;
  readonly lambda: Estimate;
  readonly sigma: Estimate;
  readonly kappa: Estimate;
  /** Users at which throughput is highest; beyond it falls. Known only with κ. */
  readonly peak: Estimate;
}

const leastPoints = 5;
const draws = 500;
/** No machine measures throughput better than this. */
const leastNoise = 0.01;
/** An interval whose ends differ by more than this says nothing. */
const widest = { lambda: 2, other: 10 } as const;

/**
 * Fits the law and says how sure each parameter is: new throughputs are drawn around the curve, as far off as the steps were, and fitted again. How far the steps are
 * off is itself only known from them, so that is drawn as well (Student's reasoning: six steps have three degrees of freedom).
 */
export function modelScaling(points: readonly UslPoint[], random: Random): ScalingModel {
  const fit = points.length < leastPoints ? undefined : fitUsl(points);
  if (fit === undefined) {
    const unknown: Estimate = {
      isIdentified: false,
      reason: `there are ${points.length} steps with answers, and a model needs ${leastPoints}`,
    };
    return { lambda: unknown, sigma: unknown, kappa: unknown, peak: unknown };
  }
  const spread = Math.max(fit.residual, leastNoise);
  const drawn = Array.from({ length: draws }, () => {
    const chi = Array.from({ length: fit.degreesOfFreedom }, () => normal(random) ** 2).reduce((a, b) => a + b, 0);
    // A draw of next to nothing would be a spread without end.
    const own = Math.min(spread * Math.sqrt(fit.degreesOfFreedom / chi), 10 * spread, 0.9);
    return fitUsl(
      points.map(({ concurrency }) => ({
        concurrency,
        throughput: Math.max(throughputAt(fit, concurrency) * (1 + own * normal(random)), 1e-9),
      })),
    );
  }).filter((one) => one !== undefined);
  const lambda = estimate(
    fit.lambda,
    drawn.map((one) => one.lambda),
    widest.lambda,
    "",
  );
  const sigma = estimate(
    fit.sigma,
    drawn.map((one) => one.sigma),
    widest.other,
    "contention",
  );
  const kappa = estimate(
    fit.kappa,
    drawn.map((one) => one.kappa),
    widest.other,
    "a cost of coherency",
  );
  const peaks = drawn.filter((one) => one.kappa > 0).map(peakOf);
  const peak: Estimate = kappa.isIdentified
    ? { isIdentified: true, value: peakOf(fit), interval: intervalOf(peaks) }
    : { isIdentified: false, reason: "κ is not identified, so it is not known whether and where throughput falls" };
  const { residual: _, degreesOfFreedom: __, ...curve } = fit;
  return { curve, lambda, sigma, kappa, peak };
}

function peakOf({ sigma, kappa }: Usl): number {
  return Math.sqrt(Math.max(0, 1 - sigma) / kappa);
}

function estimate(value: number, drawn: readonly number[], mostRatio: number, what: string): Estimate {
  if (value <= 0) return { isIdentified: false, reason: `the steps show no ${what}: the best fit is its bound, 0` };
  const [low, high] = intervalOf(drawn);
  if (low <= 0) return { isIdentified: false, reason: `the steps fit without ${what}, too` };
  if (!(high <= low * mostRatio))
    return {
      isIdentified: false,
      reason: "its interval is so wide that it says nothing; add steps, or make them longer",
    };
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
