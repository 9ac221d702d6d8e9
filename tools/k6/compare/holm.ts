/**
 * Which of several hypotheses are rejected so that the chance of any false one is at most `level` (Holm 1979, "A Simple Sequentially
 * Rejective Multiple Test Procedure"): the smallest p-value must be below level / n, the next below level / (n - 1), and so on until one is not.
 */
export function rejectedByHolm(pValues: readonly number[], level: number): readonly boolean[] {
  const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const rejected = pValues.map(() => false);
  for (const [rank, { p, index }] of order.entries()) {
    if (p > level / (pValues.length - rank)) break;
    rejected[index] = true;
  }
  return rejected;
}
