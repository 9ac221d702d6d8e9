/** Throughput at a number of requests in flight. */
export interface UslPoint {
  readonly concurrency: number;
  readonly throughput: number;
}

/**
 * The Universal Scalability Law, X(N) = λN / (1 + σ(N−1) + κN(N−1)) (N. J. Gunther, Guerrilla Capacity Planning, 2007).
 */
export interface Usl {
  /** Throughput of one. */
  readonly lambda: number;
  /** Contention: the share of the work that only one can do at a time. */
  readonly sigma: number;
  /** Coherency: what each pair of users costs. */
  readonly kappa: number;
}

export interface UslFit extends Usl {
  /** Relative distance of the points from the curve, corrected for the parameters that were free. */
  readonly residual: number;
  readonly degreesOfFreedom: number;
}

/**
 * The curve with the least relative error whose σ and κ are not negative. N/X is linear in 1/λ, σ/λ and κ/λ, so there is nothing to iterate: the best of the four fits in
 * which σ, κ, both or none are held at 0 is the best of all. `undefined`: fewer points than parameters, or none fits.
 */
export function fitUsl(points: readonly UslPoint[]): UslFit | undefined {
  const rows = points.map(({ concurrency: n, throughput }) => ({
    terms: [1, n - 1, n * (n - 1)],
    value: n / throughput,
  }));
  const fits = [[0], [0, 1], [0, 2], [0, 1, 2]].flatMap((columns) => {
    if (columns.length >= rows.length) return [];
    // Divided by the value: errors are relative.
    const scaled = rows.map(({ terms, value }) => columns.map((column) => (terms[column] as number) / value));
    const solution = leastSquares(scaled);
    if (solution === undefined || solution.some((one) => one < 0) || (solution[0] as number) <= 0) return [];
    const errors = scaled.map((row) => row.reduce((sum, term, index) => sum + term * (solution[index] as number), -1));
    const squares = errors.reduce((sum, one) => sum + one * one, 0);
    const at = (column: number) => solution[columns.indexOf(column)] ?? 0;
    return [{ squares, degreesOfFreedom: rows.length - columns.length, first: at(0), second: at(1), third: at(2) }];
  });
  const [best] = fits.sort((a, b) => a.squares - b.squares);
  if (best === undefined) return undefined;
  return {
    lambda: 1 / best.first,
    sigma: best.second / best.first,
    kappa: best.third / best.first,
    residual: Math.sqrt(best.squares / best.degreesOfFreedom),
    degreesOfFreedom: best.degreesOfFreedom,
  };
}

export function throughputAt({ lambda, sigma, kappa }: Usl, n: number): number {
  return (lambda * n) / (1 + sigma * (n - 1) + kappa * n * (n - 1));
}

/** Coefficients for which rows · coefficients is nearest to 1 everywhere: the normal equations, columns scaled to one size. */
function leastSquares(rows: readonly (readonly number[])[]): readonly number[] | undefined {
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, index) => rows.map((row) => row[index] as number));
  const sizes = columns.map((column) => Math.sqrt(column.reduce((sum, one) => sum + one * one, 0)));
  if (sizes.some((size) => size === 0 || !Number.isFinite(size))) return undefined;
  const unit = columns.map((column, index) => column.map((one) => one / (sizes[index] as number)));
  const product = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, one, index) => sum + one * (b[index] as number), 0);
  const matrix = unit.map((a) => [...unit.map((b) => product(a, b)), a.reduce((sum, one) => sum + one, 0)]);
  return solve(matrix)?.map((one, index) => one / (sizes[index] as number));
}

/** Gauss–Jordan with pivots; the last column is the right side. */
function solve(matrix: number[][]): readonly number[] | undefined {
  const size = matrix.length;
  for (let column = 0; column < size; column++) {
    const below = matrix.slice(column).map((row) => Math.abs(row[column] as number));
    const pivot = column + below.indexOf(Math.max(...below));
    [matrix[column], matrix[pivot]] = [matrix[pivot] as number[], matrix[column] as number[]];
    const own = matrix[column] as number[];
    const divisor = own[column] as number;
    if (Math.abs(divisor) < 1e-12) return undefined;
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const other = matrix[row] as number[];
      const factor = (other[column] as number) / divisor;
      for (let index = column; index <= size; index++)
        other[index] = (other[index] as number) - factor * (own[index] as number);
    }
  }
  return matrix.map((row, index) => (row[size] as number) / (row[index] as number));
}
